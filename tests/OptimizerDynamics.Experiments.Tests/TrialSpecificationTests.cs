
namespace OptimizerDynamics.Experiments.Tests;

public sealed class TrialSpecificationTests
{
    /// <summary>The id is the SHA-256 of this very line: whoever computes it elsewhere finds the same.</summary>
    [Fact]
    public void The_canonical_text_and_the_id_are_these()
    {
        var specification = new TrialSpecification("low-gradient", Values());
        Assert.Equal(
            """{"kind":"low-gradient","Zeta":true,"lambda":0.0001,"name":"a \u0022b\u0022","seeds":[1,2,3],"""
                + "\"steps\":20000,\"words\":[\"x\",\"y\"]}",
            specification.Canonical);
        Assert.Equal("0cd88a68e659bf47", specification.Id);
        Assert.Equal(specification.Id, new TrialSpecification("low-gradient", Values().Reverse()).Id);
        Assert.Equal(specification, new TrialSpecification("low-gradient", Values().Reverse()));
        Assert.Equal(["Zeta", "lambda", "name", "seeds", "steps", "words"], specification.Keys);
        Assert.Equal((0.0001, "a \"b\"", true), (specification.Number("lambda"), specification.Text("name"), specification.Switch("Zeta")));
        Assert.True(specification.Numbers("seeds") is [1, 2, 3]);
        Assert.True(specification.Texts("words") is ["x", "y"]);
    }

    [Fact]
    public void Whatever_differs_makes_another_trial()
    {
        var all = Values().ToList();
        var ids = new HashSet<string> { new TrialSpecification("low-gradient", all).Id, new TrialSpecification("training", all).Id };
        (string, object)[] changes =
        [
            ("Zeta", false), ("lambda", 0.00010000000000000002), ("name", "a"), ("seeds", new[] { 1.0, 2 }), ("steps", 20001),
            ("words", new[] { "x" }),
        ];
        foreach (var (key, other) in changes)
            ids.Add(new TrialSpecification("low-gradient", all.Where(pair => pair.Key != key).Append(KeyValuePair.Create(key, other))).Id);
        ids.Add(new TrialSpecification("low-gradient", all.Skip(1)).Id);
        ids.Add(new TrialSpecification("low-gradient", all.Append(KeyValuePair.Create("more", (object)0))).Id);
        Assert.Equal(10, ids.Count);
    }

    [Fact]
    public void Numbers_that_are_equal_are_the_same_whatever_their_type()
    {
        string IdOf(object value) => new TrialSpecification("k", [KeyValuePair.Create("x", value)]).Id;
        Assert.Equal(IdOf(3), IdOf(3L));
        Assert.Equal(IdOf(3), IdOf(3.0));
        Assert.Equal(IdOf(0.0), IdOf(-0.0));
        Assert.NotEqual(IdOf(3), IdOf("3"));
    }

    [Fact]
    public void What_has_no_canonical_text_is_refused()
    {
        Refuses("x", double.NaN);
        Refuses("x", double.PositiveInfinity);
        Refuses("x", (1L << 53) + 1);
        Refuses("x", new[] { 1, double.NaN });
        Refuses("x", new object());
        Refuses("kind", 1);
        Refuses(" ", 1);
        Assert.Throws<ArgumentException>(
            () => new TrialSpecification("k", [KeyValuePair.Create("x", (object)1), KeyValuePair.Create("x", (object)1)]));
        Assert.Throws<ArgumentException>(() => new TrialSpecification("", []));

        var specification = new TrialSpecification("k", [KeyValuePair.Create("x", (object)1)]);
        Assert.Contains(
            "no 'y' that is a number", Assert.Throws<KeyNotFoundException>(() => specification.Number("y")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no 'x' that is a text", Assert.Throws<KeyNotFoundException>(() => specification.Text("x")).Message, StringComparison.Ordinal);

        static void Refuses(string key, object value) =>
            Assert.Throws<ArgumentException>(() => new TrialSpecification("k", [KeyValuePair.Create(key, value)]));
    }

    internal static Dictionary<string, object> Values() => new()
    {
        ["lambda"] = 1e-4,
        ["steps"] = 20_000,
        ["name"] = "a \"b\"",
        ["Zeta"] = true,
        ["seeds"] = new[] { 1.0, 2, 3 },
        ["words"] = new[] { "x", "y" },
    };
}
