using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn trial</c> runs the trials of any registered kind of study.</summary>
public sealed class OtherKindTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_trial_is_read_and_run_by_the_kind_that_its_specification_names()
    {
        _workspace.Write("one.json", SquareKind.Of(7).Specification.Canonical);

        var (exitCode, output, errors) = Trial("--specification", _workspace.PathOf("one.json"));

        Assert.Equal((0, ""), (exitCode, errors));
        var record = new RunStore(_workspace.PathOf("runs")).Find("squares", SquareKind.Of(7).Specification.Id, [])!;
        Assert.Equal(49, (double)record.Result["square"]!);
        Assert.Contains($"{{\"record\":{{\"trial\":\"{record.Id}\",\"status\":\"completed\"}}}}", output);
    }

    [Fact]
    public void Trials_of_a_kind_that_cannot_be_packed_are_not_run_together()
    {
        _workspace.Write("two.jsonl", $"{SquareKind.Of(2).Specification.Canonical}\n{SquareKind.Of(3).Specification.Canonical}\n");

        var (exitCode, _, errors) = Trial("--specification", _workspace.PathOf("two.jsonl"), "--pack", "2");

        Assert.Equal(2, exitCode);
        Assert.Contains("two.jsonl:1: --pack: expected trials that can be packed", errors);
    }

    [Fact]
    public void A_specification_that_the_kind_cannot_read_is_refused_by_its_file()
    {
        _workspace.Write("bad.json", "{\"kind\":\"squares\"}");

        var (exitCode, _, errors) = Trial("--specification", _workspace.PathOf("bad.json"));

        Assert.Equal(2, exitCode);
        Assert.Contains("bad.json: expected the specification of a trial, a line of JSON: ", errors);
    }

    private (int ExitCode, string Output, string Errors) Trial(params string[] more)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var context = new CommandContext(Registry.Standard.With(new SquareKind()), output, errors);
        string[] words = ["trial", "--study", "squares", "--out", _workspace.PathOf("runs"), .. more];
        var exitCode = CommandLine.Run(Composition.Commands(context), words, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>Squares numbers, each in a process of its own.</summary>
    private sealed class SquareKind : IStudyKind
    {
        public string Name => "squares";

        public ImmutableArray<string> Sections => [];

        public bool RunsInProcesses => true;

        public static IStudyTrial Of(double number) => new Square(number);

        public IStudy Read(StudySource source) => throw new NotSupportedException();

        public IReadOnlyCollection<TrialRecord> Run(StudyRun run) => run.Executor.Run(run);

        public IStudyTrial ReadTrial(Registry registry, TrialSpecification specification) => new Square(specification.Number("number"));

        public IReadOnlyList<TrialRecord?> RunHere(TrialRun run)
        {
            var records = run.Trials.Cast<Square>().Select(trial => new TrialRecord(
                run.Study, trial.Specification, run.Environment, DateTime.UnixEpoch, 0, TrialStatus.Completed, null,
                new JsonObject { ["square"] = trial.Number * trial.Number })).ToList();
            records.ForEach(run.Store.Write);
            return records;
        }

        private sealed record Square(double Number) : IStudyTrial
        {
            public TrialSpecification Specification => new("squares", [KeyValuePair.Create("number", (object)Number)]);
        }
    }
}
