using System.Globalization;
using System.Text.RegularExpressions;
using static OptimizerDynamics.Cli.Tests.CommittedTrials;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Every number that README quotes of what was found comes from a committed record.</summary>
public sealed partial class QuotedNumberTests
{
    private const string ByScale = "inactiveByScale", Looser = "inactiveByScale1e-2", ByActivation = "inactiveByActivation";

    /// <summary>What is no finding: names of hypotheses, studies and layers, λ, and what README says of how trainings were made.</summary>
    private static readonly string[] NoFindings =
    [
        "406,250 iterations", "16 × 16 pixels", "32 × 32 pixels", "64 × 64 pixels", "6,000 iterations", "in 6,000", "20,000 iterations",
        "Figure 2", "Table 3", "Tables 3 to 5", "at 2 % of the training", "weight decay of 1e-3", "of 0.1", "|γ| below 1e-3",
        "|γ| = 1e-3 and 1e-2", "slopes of 0.01 and 0.1", "gradients of size 1", "takes θ to 0",
    ];

    private static readonly string[] Lambdas = ["3e-4", "1e-3", "3e-3"], MiniBatches = ["10", "20", "40", "80"];

    private static readonly string Section = FindingsOf(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n"));

    [Fact]
    public void Every_quoted_number_is_that_of_the_records() =>
        Assert.All(Quotes(), quote => Assert.Contains(quote, Section, StringComparison.Ordinal));

    [Fact]
    public void Every_number_is_one_that_is_held_to_the_records()
    {
        var rest = Quotes().Aggregate(Section, (text, quote) => text.Replace(quote, "", StringComparison.Ordinal));
        rest = NoFindings.Aggregate(rest, (text, words) => text.Replace(words, "", StringComparison.Ordinal));
        rest = Names().Replace(rest, "");
        Assert.Empty(Digits().Matches(rest).Select(number =>
            $"{number.Value} in '{rest[Math.Max(0, number.Index - 40)..Math.Min(rest.Length, number.Index + 40)]}'"));
    }

    /// <summary>README's words, with the numbers of the records.</summary>
    private static IEnumerable<string> Quotes() =>
        [.. OfLength(), .. OfRegularizers(), .. OfDifficultyAndSize(), .. OfMiniBatches(), .. OfPruning(), .. OfSilence()];

    private static IEnumerable<string> OfLength()
    {
        var trials = Of("length").Where(("optimizer", "adam"), ("lambda", "1e-4"));
        trials = trials.Varies("iterations") ? trials.Where(("iterations", "406250")) : trials; // until the shorter ones have records
        string Lost(string form) => trials.Where(("regularization", form)).Percent(ByScale);
        var gone = SilentParameter.Under(
            Optimizers.Adam(weightDecay: 1e-4, schedule: new FractionDrops([10.0 / 13], 0.1)), ParameterKinds.NormScale, 406_250).Gone;
        yield return $"L2 of 1e-4 in Adam has killed {Lost("L2")} of the features,\nand weight decay of the same λ, which has time to take "
            + $"a "
            + $"silent γ below 1e-3 by iteration {Text(gone!.Value, "#,0")}, {Lost("WD")}.";
    }

    private static IEnumerable<string> OfRegularizers()
    {
        var all = Of("regularizers");
        CommittedTrials With(string optimizer, string form, string lambda = "1e-3") =>
            all.Where(("optimizer", optimizer), ("regularization", form), ("lambda", lambda));
        string Lost(string optimizer, string form) => With(optimizer, form).Percent(ByScale);
        yield return $"At λ = 1e-3 and six seeds, {Lost("adam", "L2")} of all features against {Lost("adam", "WD")}; "
            + $"with RMSProp {Lost("rmsprop", "L2")} against {Lost("rmsprop", "WD")}.";
        var chain = Optimizers.Adam(learningRate: 3e-3, weightDecay: 1e-3, schedule: new FractionDrops([0.77], 0.1));
        var silent = SilentParameter.Under(chain, ParameterKinds.NormScale, 6000).AtEnd;
        var byActivation = Table("regularizers", "H3.csv").Single(row => row["measure"] == "by activation")["effect"].TrimStart('+');
        yield return $"to {Text(silent, "0.0000")} and no further, and by activation the two differ by {byActivation} points only";
        double More(string optimizer) => 100 * (With(optimizer, "L2").Mean(ByScale) - With("sgd", "L2").Mean(ByScale));
        yield return $"lose {Text(More("adam"), "0")} and {Text(More("rmsprop"), "0")} percentage points more than SGD";
        Assert.Equal(0, With("amsgrad", "L2").Mean(ByScale));
        var selective = Table("regularizers", "H9.csv");
        yield return $"by {selective[0]["effect"].TrimStart('+')} percentage points (λ = 1e-3, p = {selective[0]["p"]}), and have a "
            + $"negative β";
        yield return $"({selective[1]["effect"].TrimStart('−')} points less, p = {selective[1]["p"]})";
        Assert.All(["sgd", "adam", "amsgrad", "rmsprop"], optimizer => Assert.Equal(0, With(optimizer, "none", "–").Mean(ByScale)));
        yield return $"silences {With("sgd", "none", "–").Percent(ByActivation, "0")} of the features";
        double Between(string optimizer, string form) => 100 * (With(optimizer, form).Mean(Looser) - With(optimizer, form).Mean(ByScale));
        double[] many =
            [Between("sgd", "L2"), Between("sgd", "WD"), Between("adam", "WD"), Between("amsgrad", "WD"), Between("rmsprop", "WD")];
        yield return $"({Text(many.Min(), "0")} to {Text(many.Max(), "0")} % at λ = 1e-3)";
        yield return $"({Text(Between("adam", "L2"))} % and {Text(Between("rmsprop", "L2"))} %)";
    }

    private static IEnumerable<string> OfDifficultyAndSize()
    {
        var tasks = Of("task-difficulty");
        CommittedTrials On(string data, string lambda) => tasks.Where(("data", $"objects-{data}"), ("lambda", lambda));
        string Lost(string data, string lambda) => On(data, lambda).Percent(ByScale);
        yield return $"{Lost("clean", "3e-3")} die on clean against {Lost("cluttered", "3e-3")} on cluttered images at λ = 3e-3, "
            + $"{Lost("clean", "1e-3")} against {Lost("cluttered", "1e-3")} at 1e-3, "
            + $"{Lost("clean", "3e-4")} against {Lost("cluttered", "3e-4")} at 3e-4";
        var pairs = Lambdas
            .SelectMany(lambda => On("clean", lambda).Values(ByScale).Zip(On("cluttered", lambda).Values(ByScale)))
            .Select(pair => (Clean: Number(pair.First), Cluttered: Number(pair.Second))).ToList();
        yield return $"Of {pairs.Count} pairs of\n  trainings with the same λ and seed, {pairs.Count(pair => pair.Clean > pair.Cluttered)} "
            + $"say so; "
            + "in one, at λ = 3e-4, one feature of 232 more";
        Assert.Equal(1, Math.Round(pairs.Where(pair => pair.Clean <= pair.Cluttered).Sum(pair => pair.Cluttered - pair.Clean) * 232));
        var sizes = Of("network-size");
        string Wide(string width) => sizes.Where(("width", width)).Percent(ByScale);
        yield return $"{Wide("0.25")} at a quarter of BasicNet's width, {Wide("0.125")} at an eighth, {Wide("0.0625")} at a sixteenth";
        var leaks = Of("leaky-relu");
        CommittedTrials Leaking(string slope) => leaks.Where(("negativeSlope", slope));
        yield return $"{Leaking("0.01").Percent(ByScale)} and {Leaking("0.1").Percent(ByScale)} die, with a plain ReLU "
            + $"{Leaking("0").Percent(ByScale)}.";
        Assert.Equal(0, Leaking("0.1").Mean("selectivity"));
        yield return $"with 0.1 none for any image, with 0.01 the mean feature for {Leaking("0.01").Percent("selectivity")} of the "
            + $"images\n  "
            + $"({Leaking("0").Percent("selectivity", "0")} with a ReLU)";
    }

    private static IEnumerable<string> OfMiniBatches()
    {
        var sizes = Of("batch-size");
        CommittedTrials On(string data, string images) => sizes.Where(("data", $"objects-{data}"), ("batchSize", images));
        yield return $"{On("clean", "10").Percent(ByScale)} at 10 images to\n  {On("clean", "80").Percent(ByScale)} at 80 on clean ones";
        double[] cluttered = [.. MiniBatches.Select(images => 100 * On("cluttered", images).Mean(ByScale))];
        yield return $"({Text(cluttered.Min(), "0")} to {Text(cluttered.Max(), "0")} %)";
        var search = Of("batch-size-search").Where(("classes", "30"));
        string Searched(string lambda, string images) => search.Where(("lambda", lambda), ("batchSize", images)).Percent(ByScale);
        Assert.Equal("0.0 %", Searched("1e-4", "40"));
        yield return $"{Searched("1e-3", "10")} at 10 against {Searched("1e-3", "40")} at 40, and with λ = 1e-4 and 20,000 iterations "
            + $"{Searched("1e-4", "10")} against none";
        string Lost(string study, string images, params (string, string)[] others) =>
            Of(study).Where([("batchSize", images), .. others]).Percent(ByScale);
        yield return $"{Lost("vgg16", "20")} at 20 against {Lost("vgg16", "40")} at 40";
        yield return $"({Lost("vgg11-slimming", "60", ("optimizer", "adam"))} at 60, {Lost("vgg11-slimming", "90")} at 90)";
        yield return $"({Lost("resnet50-stages", "32")} at 32, {Lost("resnet50-stages", "64")} at 64)";
    }

    private static IEnumerable<string> OfPruning()
    {
        const string Before = "testError", Zeroed = "zeroedByScaleTestError", Pruned = "prunedTestError";
        var zeroed = OfAll().Having(Zeroed);
        var pruned = OfAll().Having(Pruned);
        var (better, worse) = (zeroed.WhereBelow(Zeroed, Before).Count, zeroed.WhereBelow(Before, Zeroed).Count);
        Assert.Equal((5, 4), (better + worse, better)); // in words there
        Assert.InRange(Math.Min(zeroed.Count, pruned.Count), 401, int.MaxValue);
        yield return "five of the more than 400 networks for which this was measured change";
        Assert.Equal(0, pruned.WhereBelow(Pruned, Before).Count + pruned.WhereBelow(Before, Pruned).Count);
        yield return $"{Table("regularizers", "H12.csv").First()["effect"].TrimStart('+')} percentage points more of the last three "
            + $"layers'";
        var table = Page("resnet50-stages").Split("## The paper's table, and ours")[1].Split('\n').Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var row = table.Single(cells => cells[1] == "32");
        string Here(string stage) => row[Array.IndexOf(table[0], $"{stage}, %") + 1].Split(" (")[0];
        Assert.All(["conv1", "res2", "res3"], stage => Assert.Equal("0.0 %", Here(stage)));
        yield return $"{Here("res4")} of res4 and {Here("res5")} of res5 at mini-batches of 32";
    }

    /// <summary>Held to the page's words by <see cref="ReadmeTests"/>.</summary>
    private static IEnumerable<string> OfSilence()
    {
        yield return "p · B < 1.58 · (1 − β₂)";
        yield return "right within a factor of 2 in the 5 of 18";
        yield return "by up to a factor of 12; a law in numbers, which has both in it, is right in 15 of the 18, and in the other three "
            + "the "
            + "mini-batch changes the half-life by 1 % at most";
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string FindingsOf(string readme)
    {
        var begin = readme.IndexOf("## What was found\n", StringComparison.Ordinal);
        return readme[begin..readme.IndexOf("| in the paper | here |", begin, StringComparison.Ordinal)];
    }

    /// <summary>Where links lead, code, and H1, C6, res4, L2, VGG-16, 1e-4.</summary>
    [GeneratedRegex(@"\]\([^)]*\)|`[^`]*`|\b(H|C|res|conv|L)[0-9]+\b|VGG-[0-9]+|ResNet-50|Tiny-ImageNet|\b[0-9]e-[0-9]+\b")]
    private static partial Regex Names();

    [GeneratedRegex("[0-9][0-9.,]*")]
    private static partial Regex Digits();
}
