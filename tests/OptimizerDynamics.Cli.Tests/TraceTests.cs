using System.Globalization;
using System.Text.Json;

namespace OptimizerDynamics.Cli.Tests;

public sealed class TraceTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_output_has_the_start_and_a_row_for_each_step()
    {
        var outcome = _workspace.With("optimizer: sgd\nlr: 0.5\nmomentum: 0\n").Trace();

        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
        Assert.Equal("1,1\n0.5,2\n0.25,2\n", _workspace.Read("out.csv"));
        Assert.Equal(["g.csv", "opt.yaml", "out.csv", "x0.csv"], _workspace.Files);
    }

    [Fact]
    public void Defaults_are_the_papers()
    {
        _workspace.With("optimizer: sgd\n").Trace();

        // lr 0.1, momentum 0.9: steps of 0.1·1 and 0.1·(0.9·1 + 0.5), and of 0.1·(−2) and 0.1·0.9·(−2).
        Assert.Equal([1, 0.9, 0.76], Column(0), new Within(1e-15));
        Assert.Equal([1, 1.2, 1.38], Column(1), new Within(1e-15));
    }

    [Fact]
    public void Both_decays_mean_what_they_say()
    {
        _workspace.With("optimizer: adam\nl2: 0.5\n", "0\n0\n", "1\n").Trace();
        Assert.Equal(1 - 1e-3, Column(0)[1], 1e-9); // coupled: rescaled to the learning rate, whatever λ

        _workspace.With("optimizer: adam\nweightDecay: 0.5\n", "0\n0\n", "1\n").Trace();
        Assert.Equal([1, 0.5, 0.25], Column(0)); // decoupled: not times lr

        _workspace.With("optimizer: adam\nweightDecay: 0.5\nschedule: {kind: steps, at: [1], factor: 0.1}\n", "0\n0\n", "1\n").Trace();
        Assert.Equal([1, 0.5, 0.475], Column(0)); // but times the schedule
    }

    /// <summary>λη = 0.25 of what stands there is decay's, α·g = 0.5 the loss's.</summary>
    [Fact]
    public void The_parts_of_every_update_are_written_behind_the_parameters()
    {
        _workspace.With("optimizer: sgd\nlr: 0.5\nmomentum: 0\nweightDecay: 0.25\n", "1,0\n-1,0\n", "2,4\n");

        Assert.Equal(0, _workspace.Trace("--decompose").ExitCode);
        Assert.Equal("2,4,0,0,0,0\n1,3,0.5,0,0.5,1\n1.25,2.25,-0.5,0,0.25,0.75\n", _workspace.Read("out.csv"));
        Assert.Equal(0, _workspace.Trace("--decompose", "--format", "jsonl").ExitCode);
        Assert.Equal(
            """{"step":1,"parameters":[1,3],"loss":[0.5,0],"decay":[0.5,1]}""", _workspace.Read("out.csv").Split('\n')[1]);
    }

    [Theory]
    [InlineData(
        "lion", "cpu", "--decompose: The update of ScaleByLion(beta1: 0.9, beta2: 0.99) does not split into the loss's and the decay's "
            + "part: the sign of a sum is not the sum of signs; expected another optimizer, or a trace without --decompose")]
    [InlineData("adam", "torchsharp", "--decompose: TorchSharp's own optimizers do not tell what their updates are made of; expected "
        + "--engine cpu or tensor")]
    public void An_optimizer_that_does_not_split_is_refused_in_words(string optimizer, string engine, string expected)
    {
        var outcome = _workspace.With($"optimizer: {optimizer}\nl2: 0.1\n", "1\n", "1\n").Trace("--decompose", "--engine", engine);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("out.csv", _workspace.Files);
    }

    [Theory]
    [InlineData("constant", "1,1,1,1")]
    [InlineData("{kind: constant}", "1,1,1,1")]
    [InlineData("{kind: steps, at: 2, factor: 0.5}", "1,1,0.5,0.5")]
    [InlineData("{kind: steps, at: [1, 3]}", "1,0.1,0.1,0.01")]
    [InlineData("{kind: fractions, at: [0.5], factor: 0.25}", "1,1,0.25,0.25")]
    [InlineData("cosine", "1,0.8535533905932737,0.5,0.1464466094067262")]
    [InlineData("{kind: cosine, floor: 0.5}", "1,0.9267766952966369,0.75,0.5732233047033631")]
    [InlineData("{kind: warmup, length: 2}", "0.5,1,1,1")]
    [InlineData("{kind: warmup, length: 2, then: {kind: steps, at: [3], factor: 0}}", "0.5,1,1,0")]
    [InlineData("{kind: inverseTime, rate: 1}", "1,0.5,0.3333333333333333,0.25")]
    public void Schedules_multiply_the_learning_rate(string schedule, string multipliers)
    {
        _workspace.With($"optimizer: sgd\nlr: 1\nmomentum: 0\nschedule: {schedule}\n", "1\n1\n1\n1\n", "0\n").Trace();

        var theta = Column(0);
        var steps = theta.Zip(theta.Skip(1)).Select(pair => pair.First - pair.Second);
        Assert.Equal(multipliers.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)), steps, new Within(1e-15));
    }

    [Fact]
    public void A_saved_state_goes_on_where_it_stopped()
    {
        const string Settings = "optimizer: nadam\nl2: 0.01\nschedule: cosine\n";
        const string First = "1,-2\n0.5,0\n3,1\n", Second = "-1,0.25\n0,0\n";
        _workspace.With(Settings, First + Second).Trace();
        var whole = _workspace.Read("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, _workspace.With(Settings, First).Trace("--state-out", "@s", "--run-length", "5").ExitCode);
        var middle = _workspace.Read("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal(
            0, _workspace.With(Settings, Second, middle).Trace("--state-in", "@s", "--run-length", "5", "--format", "jsonl").ExitCode);

        Assert.Equal(whole[3], middle);
        Assert.Equal([3, 4, 5], Lines().Select(line => line.GetProperty("step").GetInt32()));
        Assert.Equal(
            whole[3..],
            Lines().Select(line => string.Join(',', line.GetProperty("parameters").EnumerateArray().Select(value => value.GetRawText()))));
    }

    [Fact]
    public void Json_lines_are_json_even_where_a_run_diverges()
    {
        var outcome = _workspace.With("optimizer: sgd\nlr: 1e300\nmomentum: 0\n", "1e300\n-1\n", "0\n").Trace("--format", "jsonl");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["0", "\"-Infinity\"", "\"-Infinity\""], Lines().Select(line => line.GetProperty("parameters")[0].GetRawText()));
        Assert.Equal(
            $"optdyn: warning: parameter 1 is -Infinity after step 1; the trajectory is written as computed.{Environment.NewLine}",
            outcome.Errors);
    }

    [Fact]
    public void Standard_output_is_a_destination()
    {
        var outcome = _workspace.With("optimizer: lion\n").Run(
            "trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--out", "-");

        Assert.Equal("1,1\n0.9999,1.0001\n0.9998,1.0002\n", outcome.Output);
    }

    [Fact]
    public void Numbers_read_back_as_the_same_bits()
    {
        _workspace.With("optimizer: adadelta\n", "0.1,1e-300\n-7e22,3\n", "0.1,-0\n").Trace();

        Assert.All(_workspace.Read("out.csv").Split('\n', ',').Where(cell => cell.Length > 0), cell =>
            Assert.Equal(cell, double.Parse(cell, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)));
        Assert.StartsWith("0.1,-0\n", _workspace.Read("out.csv"));
    }

    [Fact]
    public void Windows_line_ends_spaces_and_a_missing_last_line_end_are_fine()
    {
        var outcome = _workspace.With("optimizer: sgd\r\nlr: 0.5\r\nmomentum: 0\r\n", " 1 , -2\r\n0.5,0", "1,1\r\n\r\n").Trace();

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("1,1\n0.5,2\n0.25,2\n", _workspace.Read("out.csv"));
    }

    [Theory]
    [MemberData(nameof(EveryOptimizer))]
    public void Every_optimizer_can_be_named_with_every_setting(string name)
    {
        var settings = OptimizerCatalog.Find(name)!.Settings.Select(setting =>
            $"{setting.Key}: {(setting.IsSwitch ? "false" : setting.Default.ToString(CultureInfo.InvariantCulture))}\n");

        var outcome = _workspace.With($"optimizer: {name}\n{string.Concat(settings)}").Trace();

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var explicitly = _workspace.Read("out.csv");
        _workspace.With($"optimizer: {name}\n").Trace();
        Assert.Equal(_workspace.Read("out.csv"), explicitly);
    }

    public static TheoryData<string> EveryOptimizer => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    private double[] Column(int index) =>
        [.. _workspace.Read("out.csv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => double.Parse(row.Split(',')[index], CultureInfo.InvariantCulture))];

    private IEnumerable<JsonElement> Lines() =>
        _workspace.Read("out.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
