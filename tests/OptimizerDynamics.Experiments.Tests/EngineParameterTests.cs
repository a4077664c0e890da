using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>The engine of a trial: a part of its identity that the first records do not mention.</summary>
public sealed class EngineParameterTests : IDisposable
{
    private static readonly TrialValues _wide = TrainingParameters.Network.Assign(new TrialValues(Registry.Standard), "basicnet");
    private static readonly TrialValues _basicNet = TrainingParameters.Width.Assign(_wide, 0.25);
    private static readonly TrialValues _resNet = TrainingParameters.Network.Assign(new TrialValues(Registry.Standard), "resnet50");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_project_s_own_is_the_default_where_it_computes_the_network()
    {
        Assert.Equal(("cpu/1", "libtorch"), (new TrainingTrial(_basicNet).Engine, new TrainingTrial(_resNet).Engine));
        Assert.Equal("libtorch", new TrainingTrial(_wide).Engine); // 512 features
        Assert.Equal(
            "libtorch", new TrainingTrial(TrainingParameters.Width.Assign(_basicNet, 0.2501)).Engine);
        Assert.Equal(CpuBackend.FullName, new CpuBackend().Name);
    }

    [Fact]
    public void Specifications_hold_the_version_and_nothing_of_libtorch()
    {
        var (own, other) = (new TrainingTrial(_basicNet), new TrainingTrial(TrainingParameters.Engine.Assign(_basicNet, "libtorch")));
        Assert.Equal("cpu/1", own.Specification.Text("engine"));
        Assert.DoesNotContain("engine", other.Specification.Keys);
        Assert.NotEqual(own, other);
        foreach (var trial in new[] { own, other })
        {
            var read = TrainingTrial.From(Registry.Standard, trial.Specification);
            Assert.Equal((trial, trial.Engine), (read, read.Engine));
        }
    }

    [Fact]
    public void A_later_version_is_another_trial_and_keeps_its_name()
    {
        var later = new TrainingTrial(TrainingParameters.Engine.Assign(_basicNet, "cpu/2"));
        Assert.NotEqual(new TrainingTrial(_basicNet).Specification.Id, later.Specification.Id);
        Assert.Equal("cpu/2", TrainingTrial.From(Registry.Standard, later.Specification).Engine);
        using var engine = new TrainingEngine(
            Registry.Standard, new CpuBackend(), RunEnvironment.Of(typeof(EngineParameterTests).Assembly));
        var runner = new TrainingRunner("engines", new RunStore(_folder.PathOf("runs")), engine);
        var refused = Assert.Throws<InputException>(() => runner.Run([later], new Progress<RunProgress>(), default));
        Assert.Equal("the trial is of the engine 'cpu/2', and 'cpu/1' computes here", refused.Message);
    }

    [Fact]
    public void What_it_cannot_compute_it_says()
    {
        var conflict = TrainingParameters.Engine.Assign(_resNet, "cpu/1").FindConflict();
        Assert.Equal("engine", conflict?.Key);
        Assert.Equal(
            "engine: The CPU engine does not compute ResNet-50: layer 'res2.1s' (Convolution): it does not read the layer before it and "
                + "nothing else. libtorch does.",
            conflict?.Message);
        Assert.Null(_basicNet.FindConflict());
        Assert.Null(_resNet.FindConflict());
    }

    [Fact]
    public void On_a_GPU_libtorch_is_the_default()
    {
        var engine = TrainingParameters.Engine;
        Assert.Equal("libtorch", engine.ValueIn(engine.OnDevice(_basicNet, "cuda:1")));
        Assert.Equal("cpu/1", engine.ValueIn(engine.OnDevice(_basicNet, "cpu")));
        Assert.Equal("cpu/1", engine.ValueIn(engine.OnDevice(engine.Assign(_basicNet, "cpu/1"), "cuda"))); // refused later, in words
    }

    [Theory]
    [InlineData("engine: cpu, ", "cpu/1")]
    [InlineData("engine: libtorch, ", "libtorch")]
    [InlineData("", "cpu/1")]
    public void A_study_names_it_or_not(string given, string engine)
    {
        var study = Read(given, "basicnet");
        Assert.Equal([engine], study.All.Select(trial => trial.Engine));
        Assert.Equal(["libtorch"], study.WithEngine("libtorch", "--engine").All.Select(trial => trial.Engine));
        Assert.Equal(["cpu/1"], study.WithEngine("cpu", "--engine").All.Select(trial => trial.Engine));
    }

    /// <summary>A study that sweeps the width compares widths, not engines.</summary>
    [Fact]
    public void A_study_has_one_default()
    {
        Assert.All(Read("", "basicnet", "[0.125, 0.5]").All, trial => Assert.Equal("libtorch", trial.Engine));
        Assert.All(Read("", "basicnet", "[0.125, 0.25]").All, trial => Assert.Equal("cpu/1", trial.Engine));
        Assert.All(Read("engine: cpu, ", "basicnet", "[0.125, 0.5]").All, trial => Assert.Equal("cpu/1", trial.Engine));
    }

    [Theory]
    [InlineData("engine: gpu, ", "basicnet", "study.yaml:4:17: engine: unknown engine 'gpu'; ")]
    [InlineData("engine: cpu/1, ", "basicnet", "study.yaml:4:17: engine: unknown engine 'cpu/1'; ")]
    [InlineData("engine: cpu, ", "resnet50", "study.yaml:4:17: engine: The CPU engine does not compute ResNet-50: ")]
    public void What_cannot_be_used_is_named_with_its_line(string given, string network, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(given, network)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_study_is_moved_to_no_engine_that_does_not_compute_it()
    {
        string Refused(string engine) => Assert.Throws<InputException>(() => Read("", "resnet50").WithEngine(engine, "--engine")).Message;
        Assert.StartsWith("--engine: engine: The CPU engine does not compute ResNet-50: ", Refused("cpu"), StringComparison.Ordinal);
        Assert.StartsWith("--engine: unknown engine 'torch'", Refused("torch"), StringComparison.Ordinal);
    }

    private IStudy Read(string given, string network, string width = "0.25")
    {
        var path = _folder.Write(
            "study.yaml",
            $$$"""
            study: engines
            kind: training
            question: Which engine?
            base: { {{{given}}}network: {{{network}}}, width: {{{width}}}, data: objects-clean, iterations: 10,
              optimizer: adam, regularization: none}
            seeds: 1
            profiles: {standard: { }}
            """);
        return StudyFile.Read(Registry.Standard, path, "standard");
    }
}
