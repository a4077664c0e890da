using OptimizerDynamics.Networks.Tests;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>A study is run by whoever has the library: no command line, no process, no libtorch.</summary>
public sealed class InProcessExecutorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakePackingBackend _backend;
    private readonly TrainingEngine _engine;
    private Action<long> _atStep = _ => { };
    private readonly List<TrialProgress> _told = [];
    private readonly CancellationTokenSource _end = new();

    public InProcessExecutorTests()
    {
        _backend = new FakePackingBackend(EngineParameter.Libtorch) { Loss = (step, _) => LossOf(step) };
        _engine = new TrainingEngine(Registry.Standard, _backend, RunEnvironment.Of(typeof(InProcessExecutorTests).Assembly))
        {
            Threads = 3,
        };
    }

    private int Steps => _backend.Shown.Count;

    public void Dispose()
    {
        _engine.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_study_is_run_to_its_records_and_not_again()
    {
        var records = Run();
        Assert.Equal(4, records.Count);
        Assert.All(records, record => Assert.Equal((TrialStatus.Completed, 3.0), (record.Status, record.Measured["threads"])));
        Assert.Equal(records.Select(record => record.Id), Study("standard").All.Select(trial => trial.Specification.Id));
        Assert.Equal(240, Steps);
        Assert.Equal(4, _told.Count(progress => progress.Phase == TrialPhase.Started));
        Assert.Equal(4, _told.Count(progress => progress is { Phase: TrialPhase.Recorded, Record: not null }));
        Assert.Contains(_told, progress => progress is { Phase: TrialPhase.Running, Share: 1, Note: "loss 0.017, 0.0 % of γ below 1e-3" });
        Assert.Empty(Directory.GetFiles(_folder.PathOf("runs/pool"), "*.checkpoint*"));
        Assert.Empty(Directory.GetFiles(_folder.PathOf("runs/pool"), "*.lock"));

        Assert.Equal(records.Select(record => record.ToJson()), Run().Select(record => record.ToJson()));
        Assert.Equal(240, Steps);
    }

    [Fact]
    public void Asked_to_end_it_leaves_a_checkpoint_and_resumes_from_there()
    {
        _atStep = step =>
        {
            if (step == 30)
                _end.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Run());
        Assert.Equal(30, Steps);
        Assert.Single(Directory.GetFiles(_folder.PathOf("runs/pool"), "*.checkpoint"));

        _atStep = _ => { };
        using var other = new CancellationTokenSource();
        Assert.Equal(4, Run(end: other.Token).Count);
        Assert.Equal(240, Steps);
    }

    [Fact]
    public void What_can_be_packed_is_packed()
    {
        Assert.Equal(4, Run(pack: 3).Count);
        Assert.Equal([3], _backend.Packs);
        Assert.Equal(240, Steps);
    }

    /// <summary>Packed while they are trained, and each by itself while what was pruned of them is trained further: the same records, also
    /// when they were asked to end in between.</summary>
    [Fact]
    public void What_is_packed_is_fine_tuned_alone()
    {
        const int All = 2 * (60 + 2 * 7);
        string[] Results(IReadOnlyList<TrialRecord> records) => [.. records.Select(record => record.Result.ToJsonString())];
        var alone = Results(Run(Pruned(), new ExecutorOptions { Warn = Assert.Fail }, default));
        Assert.Equal(All, Steps);
        Directory.Delete(_folder.PathOf("runs"), recursive: true);

        var packed = Run(Pruned(), new ExecutorOptions { Pack = 2, Warn = Assert.Fail }, default);
        Assert.Equal(alone, Results(packed));
        Assert.Equal((2, 2 * All), (Assert.Single(_backend.Packs), Steps));
        Assert.All(packed, record => Assert.All(TrainingResultJson.Of(record).Branches, branch => Assert.NotNull(branch.FineTuned)));
        Directory.Delete(_folder.PathOf("runs"), recursive: true);

        // Asked to end in the tenth step of the fine-tuning of two, which is in a second branch.
        _atStep = step =>
        {
            if (Steps == 2 * All + 2 * 60 + 10)
                _end.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Run(Pruned(), new ExecutorOptions { Pack = 2, Warn = Assert.Fail }, _end.Token));
        _atStep = _ => { };
        Assert.Equal(alone, Results(Run(Pruned(), new ExecutorOptions { Pack = 2, Warn = Assert.Fail }, default)));
        Assert.Equal(3 * All, Steps);
    }

    [Fact]
    public void A_trial_that_cannot_be_run_has_a_record_that_says_why_and_takes_no_other_with_it()
    {
        var records = Run("failing");
        Assert.Equal([TrialStatus.Completed, TrialStatus.Failed], records.Select(record => record.Status));
        Assert.Equal("classes = 99 must lie in [1, 30], or be 0 for all.", records[1].Reason);
    }

    [Fact]
    public void What_another_process_has_recorded_meanwhile_is_not_run()
    {
        var store = new RunStore(_folder.PathOf("runs"));
        var trial = Study("standard").All.First();
        var before = new TrialRecord("pool", trial.Specification, _engine.Environment, DateTime.UtcNow, 1, TrialStatus.Diverged, "why", []);
        _atStep = step =>
        {
            if (Steps == 1)
                store.Write(before with { Specification = Study("standard").All.Last().Specification });
        };
        Assert.Equal(TrialStatus.Diverged, Run()[^1].Status);
        Assert.Equal(180, Steps);
    }

    [Fact]
    public void The_checkpoint_of_another_trial_is_refused()
    {
        var (store, trials) = (new RunStore(_folder.PathOf("runs")), Study("standard").All.ToList());
        store.CheckpointOf("pool", trials[1].Specification.Id).Write(new TrialSteps(50, 60), stream => stream.Write("50"u8));
        var (first, second) = (trials[0].Specification.Id, trials[1].Specification.Id);
        File.Move(_folder.PathOf($"runs/pool/{second}.checkpoint"), _folder.PathOf($"runs/pool/{first}.checkpoint"));
        var warnings = new List<string>();
        Run(warn: warnings.Add);
        Assert.EndsWith(
            $"the checkpoint belongs to the trial {second}, and not to {first}; the training begins anew", Assert.Single(warnings),
            StringComparison.Ordinal);
        Assert.Equal(240, Steps);
    }

    [Fact]
    public void Where_no_record_can_be_written_the_first_failure_is_said()
    {
        const string Simulations =
            """
            study: decay
            kind: low-gradient
            question: Which is faster?
            base: {iterations: 300, transition: 20}
            sweep: {optimizer: [adam, sgd], regularization: [none, l2], lambda: [1e-3]}
            seeds: 2
            profiles: {standard: {}}
            """;
        _folder.Write("runs", "a file");
        var study = StudyFile.Read(Registry.Standard, _folder.Write("decay.yaml", Simulations), "standard");
        Assert.ThrowsAny<IOException>(() => Run(study, new ExecutorOptions(), default));
    }

    private double LossOf(long step)
    {
        _atStep(step);
        return 1.0 / step;
    }

    private IStudy Study(string profile) => StudyFile.Read(Registry.Standard, _folder.Write("study.yaml", MadeUp.Study), profile)
        .WithEngine(EngineParameter.Libtorch, "here");

    private IStudy Pruned()
    {
        var text = MadeUp.Study.Replace("seeds: 2", "seeds: 1", StringComparison.Ordinal).Replace(
            "iterations: 60", "iterations: 60, prune: random 0.5 + filter-norm 0.5, fineTune: 7", StringComparison.Ordinal);
        return StudyFile.Read(Registry.Standard, _folder.Write("pruned.yaml", text), "standard")
            .WithEngine(EngineParameter.Libtorch, "here");
    }

    private IReadOnlyList<TrialRecord> Run(
        string profile = "standard", int pack = 1, CancellationToken? end = null, Action<string>? warn = null) =>
        Run(Study(profile), new ExecutorOptions { Pack = pack, Warn = warn ?? Assert.Fail }, end ?? _end.Token);

    private IReadOnlyList<TrialRecord> Run(IStudy study, ExecutorOptions options, CancellationToken end)
    {
        var store = new RunStore(_folder.PathOf("runs"));
        var runner = new StudyRunner(store, _engine.Environment, new InProcessExecutor(_engine) { Options = options }) { Jobs = 2 };
        return runner.Run(StudyTrials.Of(study, store, runsAll: false, Assert.Fail), new Telling(_told), end);
    }

    private sealed class Telling(List<TrialProgress> told) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value)
        {
            lock (told)
                told.Add(value);
        }
    }
}
