using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Phase diagrams and reports in study files; and trials that are read back from their specifications.</summary>
public sealed class PhaseDiagramStudyTests : IDisposable
{
    private const string Good =
        """
        study: decay
        kind: low-gradient
        question: Where?
        base: {iterations: 60, transition: 5, noiseAfter: 1e-4, schedule: {kind: steps, at: [20, 40], factor: 0.5}}
        sweep: {optimizer: [adam, sgd], regularization: [none, l2, weightDecay], lambda: [1e-3, 1e-2]}
        seeds: [3, 0]
        phaseDiagrams:
          noise: {lambda: {from: 1e-3, to: 1e-1, cells: 4}, noiseAfter: {from: 1e-6, to: 1e-2, cells: 3}}
          activity: {lambda: {from: 1e-3, to: 1e-1}, activeFraction: {from: 1e-2, to: 1, cells: 3}, noiseAfter: 1, seed: 4}
          rate: {lambda: {from: 1e-3, to: 1e-1, cells: 2}, lrFactor: {from: 0.5, to: 2, cells: 3}}
        report: {title: A test, curves: [1e-2], largerBy: 5}
        profiles: {standard: {}, coarse: {cells: 2}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_diagram_is_a_trial_for_each_optimizer_and_regularization()
    {
        var study = Read(Good, "standard");
        Assert.Equal(3 * 2 * 2, study.Diagrams.Length);
        Assert.Equal(study.Trials.Length + 12, study.All.Select(trial => trial.Specification.Id).Distinct().Count());
        Assert.Equal(("A test", 5.0, 1e-2), (study.Report.Title, study.Report.LargerBy, study.Report.Curves.Single()));

        var noise = study.Diagrams[0];
        Assert.Equal(
            (PhaseAxis.NoiseAfter, new LogarithmicCells(1e-3, 1e-1, 4), new LogarithmicCells(1e-6, 1e-2, 3), 1),
            (noise.Axis, noise.Lambda, noise.Rows, noise.Seed));
        var activity = study.Diagrams.First(diagram => diagram.Axis == PhaseAxis.ActiveFraction);
        Assert.Equal((64, 1.0, 4), (activity.Lambda.Cells, activity.Process.NoiseAfter, activity.Seed));
        Assert.All(Read(Good, "coarse").Diagrams, diagram => Assert.Equal((2, 2), (diagram.Lambda.Cells, diagram.Rows.Cells)));
    }

    [Fact]
    public void Trials_are_read_back_from_their_specifications()
    {
        var study = Read(Good, "standard");
        Assert.All(study.Trials, trial =>
        {
            var read = LowGradientTrial.From(Registry.Standard, trial.Specification);
            Assert.Equal(trial.Specification.Canonical, read.Specification.Canonical);
            Assert.Equal(
                (trial.Optimizer, trial.Process, trial.Schedule, trial.UnitChain),
                (read.Optimizer, read.Process, read.Schedule, read.UnitChain));
        });
        Assert.All(
            study.Diagrams,
            diagram =>
                Assert.Equal(
                    diagram.Specification.Canonical,
                    PhaseDiagramTrial.From(Registry.Standard, diagram.Specification).Specification.Canonical));
        Assert.Contains(
            "\"schedule\":\"{kind: steps, at: [20, 40], factor: 0.5}\"", study.Trials[0].Specification.Canonical, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("{kind: fractions, at: [0.5, 0.75], factor: 0.1}")]
    [InlineData("{kind: cosine, floor: 0.25}")]
    [InlineData("{kind: inverseTime, rate: 1E-05}")]
    [InlineData("{kind: warmup, length: 5, then: {kind: cosine, floor: 0}}")]
    public void A_specification_names_its_schedule_as_settings_do(string schedule)
    {
        var trial =
            Read(Good.Replace("{kind: steps, at: [20, 40], factor: 0.5}", schedule, StringComparison.Ordinal), "standard").Trials[0];
        Assert.Equal(schedule, trial.Specification.Text("schedule"));
        Assert.Equal(trial.Schedule, LowGradientTrial.From(Registry.Standard, trial.Specification).Schedule);
    }

    /// <summary>Each cell is what a trial of its values alone would give.</summary>
    [Fact]
    public void A_cell_is_a_simulation_of_its_own()
    {
        foreach (var diagram in Read(Good, "standard").Diagrams)
        {
            var times = diagram.Compute().Times;
            Assert.Equal(diagram.Lambda.Cells * diagram.Rows.Cells, times.Length);
            var (column, row) = (diagram.Lambda.Cells - 1, 1);
            var value = diagram.Rows.Values[row];
            var settings = diagram.Axis == PhaseAxis.LearningRateFactor
                ? diagram.Settings.SetItem("lr", diagram.Settings["lr"] * value)
                : diagram.Settings;
            var process = diagram.Axis switch
            {
                PhaseAxis.NoiseAfter => diagram.Process with { NoiseAfter = value },
                PhaseAxis.ActiveFraction => diagram.Process with { ActiveFraction = value },
                _ => diagram.Process,
            };
            var simulation = new DecaySimulation(
                DecaySimulation.UnitChain(diagram.Optimizer, settings, diagram.Regularization, diagram.Schedule),
                [new DecayLane(diagram.Lambda.Values[column], process, (ulong)diagram.Seed)], diagram.Iterations);
            simulation.Run(diagram.Iterations);
            Assert.Equal(simulation.Outcomes()[0].TimeToThreshold, times[row * diagram.Lambda.Cells + column]);
            Assert.True(times.SequenceEqual(PhaseDiagramResult.FromJson(diagram.Compute().ToJson()).Times));
        }
    }

    [Theory]
    [InlineData(
        "noiseAfter: {from: 1e-6", "noiseBefore: {from: 1e-6",
        "study.yaml:8:19: noise: expected one of activeFraction, lrFactor, noiseAfter as {from: …, to: …, cells: …}, found 0")]
    [InlineData(
        "{from: 1e-6, to: 1e-2, cells: 3}", "{from: 1e-6, to: 1e-2, cell: 3}",
        "study.yaml:8:88: unknown key 'cell' in noiseAfter of noise; the nearest valid key is 'cells' (expected: from, to, cells)")]
    [InlineData(
        "{from: 1e-6, to: 1e-2, cells: 3}", "{from: 1e-6, to: 1e-7, cells: 3}",
        "study.yaml:8:82: noiseAfter: expected an end above its beginning")]
    [InlineData(
        "{from: 1e-2, to: 1, cells: 3}", "{from: 1e-2, to: 2, cells: 3}", "study.yaml:9:79: to: expected a number in (0, 1], found '2'")]
    [InlineData(
        "{from: 1e-2, to: 1, cells: 3}", "{from: 1e-2, to: 1, cells: 1}",
        "study.yaml:9:89: cells: expected an integer of at least 2, found '1'")]
    [InlineData(
        "{from: 1e-2, to: 1, cells: 3}", "{from: 1e-2, to: 1, cells: 5000}",
        "study.yaml:9:89: cells: expected an integer from 2 to 4096, found '5000'")]
    [InlineData(
        "lrFactor: {from: 0.5, to: 2, cells: 3}", "lrFactor: 2",
        "study.yaml:10:62: lrFactor: expected lrFactor of rate as 'key: value' lines, found '2'")]
    [InlineData("largerBy: 5", "largerBy: 1", "study.yaml:11:51: largerBy: expected a number in (1, ∞), found '1'")]
    [InlineData(
        "curves: [1e-2]", "curve: [1e-2]",
        "study.yaml:11:25: unknown key 'curve' in the report; the nearest valid key is 'curves' (expected: title, curves, largerBy, "
            + "against, decides)")]
    [InlineData(
        "noiseAfter: 1e-4", "noiseAfter: [1e-4, 1e-5]",
        "study.yaml:4:51: noiseAfter: the phase diagram rate needs one value, found 2; give it one of its own")]
    public void A_fault_is_named(string good, string bad, string message)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal), "standard"));
        Assert.Equal(message, error.Message.Replace(_workspace.PathOf(""), "", StringComparison.Ordinal).TrimStart('/'));
    }

    [Fact]
    public void A_specification_that_is_no_trials_is_refused()
    {
        var trial = Read(Good, "standard").Trials[0].Specification;
        Assert.Contains(
            "'low-gradient'; expected 'phase-diagram'",
            Assert.Throws<FormatException>(() => PhaseDiagramTrial.From(Registry.Standard, trial)).Message, StringComparison.Ordinal);
        TrialSpecification With(string key, object value) => new(
            trial.Kind,
            trial.Keys.Select(name =>
                KeyValuePair.Create(
                    name,
                    name == key
                        ? value
                        : name is "seeds"
                        ? trial.Numbers(name)
                        : name is "optimizer" or "regularization" or "schedule"
                        ? trial.Text(name)
                        : (object)trial.Number(name))));
        Assert.Equal(
            "there is no optimizer 'adm'",
            Assert.Throws<FormatException>(() => LowGradientTrial.From(Registry.Standard, With("optimizer", "adm"))).Message);
        Assert.Equal(
            "there is no regularization 'L1'",
            Assert.Throws<FormatException>(() => LowGradientTrial.From(Registry.Standard, With("regularization", "L1"))).Message);
        Assert.Contains(
            "unknown schedule 'steep'",
            Assert.Throws<FormatException>(() => LowGradientTrial.From(Registry.Standard, With("schedule", "steep"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "NoiseAfter", Assert.Throws<FormatException>(() => LowGradientTrial.From(Registry.Standard, With("noiseAfter", -1.0))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'lambda'", Assert.Throws<FormatException>(() => LowGradientTrial.From(Registry.Standard, With("lambda", "much"))).Message,
            StringComparison.Ordinal);
    }

    private LowGradientStudy Read(string text, string profile) =>
        (LowGradientStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", text), profile);
}
