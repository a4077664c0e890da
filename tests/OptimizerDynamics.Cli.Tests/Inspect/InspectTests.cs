using System.Text.Json;
using static OptimizerDynamics.Cli.Tests.Safetensors;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn inspect</c> as a user runs it: table, JSON, CSV, figure, and what is refused.</summary>
public sealed class InspectTests : IDisposable
{
    private static readonly string[] _rates = ["decay_rate_gamma", "decay_rate_beta", "decoupled_rate_gamma"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private string Small(string name = "m.safetensors", float[]? scale = null, float[]? shift = null)
    {
        Write(_workspace.PathOf(name), [Conv("conv1", 4, 3), .. Norm("bn1", scale ?? [1, 0, -1e-4f, 5e-3f], shift ?? [0, -1, 0.5f, 0])]);
        return "@" + name;
    }

    [Fact]
    public void The_json_has_the_names_of_the_contract_and_their_values()
    {
        var outcome = _workspace.Run("inspect", Small(), "--json", "-");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var json = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(("safetensors", JsonValueKind.Null), (json.GetProperty("format").GetString(), json.GetProperty("source").ValueKind));
        var layer = Assert.Single(json.GetProperty("layers").EnumerateArray());
        Assert.Equal(("bn1", "batchnorm", "conv1"), (Text(layer, "name"), Text(layer, "kind"), Text(layer, "convolution")));
        (string, int)[] counts =
        [
            ("features", 4), ("below_1e-3", 2), ("below_1e-2", 3), ("negative", 1), ("not_finite", 0), ("never_fires", 1), ("zero", 1),
            ("denormal", 0), ("beta_not_finite", 0), ("removable", 2), ("removable_parameters", 10),
        ];
        Assert.Equal(counts, counts.Select(count => (count.Item1, layer.GetProperty(count.Item1).GetInt32())));
        foreach (var name in _rates)
            Assert.Equal(JsonValueKind.Null, layer.GetProperty(name).ValueKind);
    }

    [Fact]
    public void Json_stays_valid_where_numbers_are_not_finite()
    {
        var outcome = _workspace.Run(
            "inspect", Small(scale: [float.NaN, float.NegativeInfinity, 1e-40f, 1], shift: [0, 1, float.NaN, 0]), "--json", "-");
        var layer = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("layers")[0];
        (string, int)[] counts = [("not_finite", 2), ("beta_not_finite", 1), ("denormal", 1), ("never_fires", 0)];
        Assert.Equal(counts, counts.Select(count => (count.Item1, layer.GetProperty(count.Item1).GetInt32())));
        Assert.DoesNotContain("NaN", outcome.Output);
    }

    [Fact]
    public void The_page_ends_with_the_answer()
    {
        var outcome = _workspace.Run("inspect", Small());
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("bn1", outcome.Output);
        Assert.Contains(
            "Filters died: of 4 features in 1 BatchNorm layer 2 (50 %) have |γ| < 1e-3, in bn1 (2 of 4).", Flat(outcome.Output));
        Assert.EndsWith("each feature's decay rate.", Flat(outcome.Output).TrimEnd());
    }

    [Fact]
    public void A_network_without_batch_normalization_is_told_so()
    {
        Write(_workspace.PathOf("t.safetensors"), ("ln_1.weight", [2], [1, 1]), ("ln_1.bias", [2], [0, 0]));
        Assert.Contains("there is no batch normalization in this file", Flat(_workspace.Run("inspect", "@t.safetensors").Output));
    }

    [Fact]
    public void Files_are_written_beside_the_page()
    {
        var outcome = _workspace.Run("inspect", Small(), "--csv", "@l.csv", "--json", "@l.json", "--figure", "@l.png");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(["l.csv", "l.json", "l.png", "m.safetensors"], _workspace.Files);
        Assert.StartsWith("name,kind,features,below_1e-3,", _workspace.Read("l.csv"));
        Assert.Contains("\nbn1,batchnorm,4,2,3,1,1,0,0,0,1,", _workspace.Read("l.csv"));
        Assert.Equal(0, _workspace.Run("inspect", "@m.safetensors", "--figure", "@l.svg").ExitCode);
        Assert.Contains("<svg", _workspace.Read("l.svg"));
    }

    [Fact]
    public void Several_files_are_taken_in_the_order_of_their_numbers()
    {
        string[] files = [
            Small("e10.safetensors", [1, 0, 1, 0]), Small("e9.safetensors", [1, 0, 0, 1]), Small("e1.safetensors", [1, 1, 1, 1])];
        var outcome = _workspace.Run(["inspect", .. files, "--json", "-"]);
        var json = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(
            ["e1", "e9", "e10"],
            json.GetProperty("files").EnumerateArray().Select(file => Path.GetFileNameWithoutExtension(file.GetString())));
        var layer = json.GetProperty("history")[0];
        Assert.Equal(
            [null, 1, null, 2],
            layer.GetProperty("died_at")
                .EnumerateArray()
                .Select(died => died.ValueKind == JsonValueKind.Null ? (int?)null : died.GetInt32()));
        Assert.Equal(1, layer.GetProperty("revived").GetInt32());
        Assert.Equal(0, layer.GetProperty("gamma")[2][3].GetDouble());
        var table = _workspace.Run(["inspect", .. files]);
        Assert.Contains("3 checkpoints, in this order (by the numbers in their names; --as-given keeps yours):", Flat(table.Output));
        Assert.Contains("2 features of BatchNorm layers are dead at the end, 0 of them from the first checkpoint on", Flat(table.Output));
        var asGiven = _workspace.Run(["inspect", .. files, "--as-given", "--json", "-"]);
        Assert.EndsWith("e1.safetensors", JsonDocument.Parse(asGiven.Output).RootElement.GetProperty("file").GetString());
    }

    [Fact]
    public void Checkpoints_with_other_layers_are_refused()
    {
        Small("a.safetensors");
        Write(_workspace.PathOf("b.safetensors"), Norm("other", [1], [0]));
        var outcome = _workspace.Run("inspect", "@a.safetensors", "@b.safetensors", "--json", "@o.json");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            "b.safetensors: expected the layers of a.safetensors, to follow them over time: it has no layer 'bn1'", outcome.Errors);
        Assert.False(_workspace.Has("o.json"));
    }

    [Theory]
    [InlineData("--csv: '", "--csv", "@m.safetensors")]
    [InlineData("--json: there is no folder", "--json", "@no/such/o.json")]
    [InlineData("--figure: expected a file that ends with .png or .svg", "--figure", "@o.pdf")]
    [InlineData("--csv: standard output is also given to --json", "--csv", "-", "--json", "-")]
    [InlineData("--json: '", "--json", "@o", "--csv", "@o")]
    [InlineData("--csv: expected a file, found the folder", "--csv", "@")]
    [InlineData("--json: there is no folder", "--json", "@m.safetensors/o.json")]
    [InlineData("--csv: ", "--csv", "/proc/optdyn.csv")]
    public void Bad_outputs_are_refused_and_nothing_is_written(string message, params string[] options)
    {
        var outcome = _workspace.Run(["inspect", Small(), .. options]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Errors);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        Assert.Equal(["m.safetensors"], _workspace.Files);
    }

    [Theory]
    [InlineData]
    [InlineData("@missing.pt")]
    [InlineData("@")]
    [InlineData("@text.pt")]
    public void Files_that_are_none_are_refused(params string[] files)
    {
        _workspace.Write("text.pt", "{}");
        var outcome = _workspace.Run(["inspect", .. files, "--csv", "@o.csv"]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        Assert.False(_workspace.Has("o.csv"));
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static string Flat(string text) =>
        string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
