using System.Globalization;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// <c>optdyn trace</c> against trajectories that PyTorch itself has written (PyTorch/generate.py): every number to 1e-12 relative.
/// </summary>
/// <remarks>
/// Measured: six of the seven optimizers of the paper with L2 agree bit for bit; RAdam and decaying Adagrad to 2e-16, Adam with WD to
/// 5e-15 (AdamW multiplies where we subtract), SGD to 7e-13 and centred RMSProp to 2e-13, where a column passes through 0.
/// </remarks>
public sealed class PyTorchTrajectoryTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "PyTorch");

    private readonly Workspace _workspace = new();

    public static TheoryData<string> Cases => [.. Names];

    private static IEnumerable<string> Names =>
        new DirectoryInfo(Folder).GetFiles("*.yaml").Select(file => file.Name[..^".yaml".Length]).Order();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void All_seven_optimizers_of_the_paper_are_there() =>
        Assert.Superset(
            new HashSet<string> { "sgd-l2", "adam-l2", "amsgrad-l2", "adamax-l2", "rmsprop-l2", "adagrad-l2", "adadelta-l2", "adam-wd" },
            Names.ToHashSet());

    [Theory]
    [InlineData("adam-l2")]
    [InlineData("amsgrad-l2")]
    [InlineData("adamax-l2")]
    [InlineData("rmsprop-l2")]
    [InlineData("adagrad-l2")]
    [InlineData("adadelta-l2")]
    public void Six_of_the_seven_agree_bit_for_bit(string name)
    {
        _workspace.Run(
            "trace", "--optimizer", Fixture($"{name}.yaml"), "--gradients", Fixture("gradients.csv"), "--initial", Fixture("initial.csv"),
            "--out", "@out.csv");

        Assert.Equal(Rows(Fixture($"{name}.csv")), Rows(_workspace.PathOf("out.csv")));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Trace_reproduces_PyTorch(string name)
    {
        var outcome = _workspace.Run(
            "trace", "--optimizer", Fixture($"{name}.yaml"), "--gradients", Fixture("gradients.csv"), "--initial", Fixture("initial.csv"),
            "--out", "@out.csv");

        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
        var (expected, found) = (Rows(Fixture($"{name}.csv")), Rows(_workspace.PathOf("out.csv")));
        Assert.Equal(expected.Length, found.Length);
        for (var step = 0; step < expected.Length; step++)
        {
            Assert.Equal(expected[step].Length, found[step].Length);
            for (var i = 0; i < expected[step].Length; i++)
            {
                var (theirs, ours) = (expected[step][i], found[step][i]);
                Assert.True(
                    Math.Abs(ours - theirs) <= Tolerance * Math.Abs(theirs),
                    $"step {step}, column {i + 1}: PyTorch {theirs:R}, ours {ours:R}");
            }
        }
    }

    private static string Fixture(string name) => Path.Combine(Folder, name);

    private static double[][] Rows(string path) =>
        [.. File.ReadLines(path)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
}
