using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// <c>optdyn run</c> makes a report, <c>optdyn report</c> makes it again, and <c>--check</c> finds out what is not of the records.
/// </summary>
public sealed class ReportTests : IClassFixture<ReportedStudy>, IDisposable
{
    private readonly ReportedStudy _study;
    private readonly Workspace _workspace = new();

    public ReportTests(ReportedStudy study)
    {
        _study = study;
        ReportedStudy.WriteTo(_workspace);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_run_makes_the_report_and_its_check_passes()
    {
        _study.CopyTo(_workspace);
        var run = _study.Run;
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        // Two optimizers, two regularizations, three λ; and three diagrams of each pair.
        Assert.StartsWith("decay, profile standard: 24 trials, 0 of them done before\n", run.Output, StringComparison.Ordinal);
        Assert.All(
            ["README.md", "decay/README.md", "decay/records.jsonl", "decay/half-life.csv", "decay/decay.png"],
            name => Assert.True(_workspace.Has($"reports/{name}"), name));
        Assert.Contains("# A test", _workspace.Read("reports/decay/README.md"), StringComparison.Ordinal);
        var check = Process("report", "--check");
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));

        // Made again from nothing but the records.
        var before = _workspace.Read("reports/decay/README.md");
        foreach (var file in new[] { "README.md", "decay/README.md", "decay/half-life.csv", "decay/decay.png" })
            File.Delete(_workspace.PathOf($"reports/{file}"));
        Assert.Equal(0, Process("report", "decay", "--quiet").ExitCode);
        Assert.Equal(before, _workspace.Read("reports/decay/README.md"));
        Assert.Equal(0, Process("report", "--check", "--quiet").ExitCode);
    }

    /// <summary>Another run gives other times and the same tables.</summary>
    [Fact]
    public void A_run_from_nothing_gives_the_same_tables()
    {
        _study.CopyTo(_workspace);
        string[] Tables() =>
            [
                .. _workspace.Read("reports/decay/README.md").Split('\n').Where(line => line.StartsWith('|')),
                _workspace.Read("reports/decay/half-life.csv")];
        var (before, picture) = (Tables(), File.ReadAllBytes(_workspace.PathOf("reports/decay/at-a-glance.png")));
        Directory.Delete(_workspace.PathOf("runs"), recursive: true);
        Directory.Delete(_workspace.PathOf("reports"), recursive: true);
        Process("run", "decay", "--jobs", "1", "--quiet");
        Assert.Equal(before, Tables());
        Assert.Equal(picture, File.ReadAllBytes(_workspace.PathOf("reports/decay/at-a-glance.png")));
    }

    [Fact]
    public void Another_profile_leaves_the_committed_report_alone()
    {
        Process("run", "decay", "--quiet", "--profile", "fine");
        Assert.False(_workspace.Has("reports/decay/README.md"));
        Assert.True(_workspace.Has("runs/reports/fine/decay/README.md"));
        Assert.False(_workspace.Has("runs/reports/fine/index.html"));
    }

    [Fact]
    public void What_is_not_of_the_records_is_found_out()
    {
        _study.CopyTo(_workspace);
        File.WriteAllText(
            _workspace.PathOf("reports/decay/README.md"),
            _workspace.Read("reports/decay/README.md").Replace("## Phase diagrams", "## Phases", StringComparison.Ordinal));
        File.Copy(_workspace.PathOf("reports/decay/decay.png"), _workspace.PathOf("reports/decay/half-life.png"), overwrite: true);
        File.Delete(_workspace.PathOf("reports/decay/half-life.csv"));
        File.WriteAllText(_workspace.PathOf("reports/decay/old.png"), "");

        var check = Process("report", "--check");
        Assert.Equal(
            (1, "optdyn: 4 of the reports' files are not what the records give; 'optdyn report' writes them anew\n"),
            (check.ExitCode, check.Errors));
        Assert.Contains("reports/decay/README.md: line ", check.Output, StringComparison.Ordinal);
        Assert.Contains("is '## Phases'; the records give '## Phase diagrams'", check.Output, StringComparison.Ordinal);
        Assert.Contains("reports/decay/half-life.csv: there is no such file", check.Output, StringComparison.Ordinal);
        Assert.Contains(
            "not what the records give\n", check.Output[check.Output.IndexOf("reports/decay/half-life.png: ", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
        Assert.Contains("reports/decay/old.png: the report has no such file", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_cannot_be_read_are_named_and_nothing_is_written()
    {
        _study.CopyTo(_workspace);
        var records = _workspace.PathOf("reports/decay/records.jsonl");
        var lines = File.ReadAllLines(records);
        File.WriteAllLines(records, [lines[0], lines[1][..50], .. lines[2..]]);
        var before = _workspace.Read("reports/README.md");

        var report = Process("report", "--html");
        Assert.Equal(2, report.ExitCode);
        Assert.StartsWith(
            "optdyn: reports/decay/records.jsonl:2: expected the record of a trial: it is cut off or damaged", report.Errors,
            StringComparison.Ordinal);
        Assert.False(_workspace.Has("reports/index.html"));
        Assert.Equal(before, _workspace.Read("reports/README.md"));

        // A line of another study's kind is found by what it says, not by where it stands.
        var record = TrialRecord.FromJson(lines[0]);
        File.WriteAllLines(records, [(record with { Specification = new TrialSpecification("training", []) }).ToJson()]);
        var foreign = Process("report");
        Assert.Equal(2, foreign.ExitCode);
        Assert.Contains("the specification is of a trial of kind 'training'", foreign.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_is_not_there_is_named()
    {
        Assert.Equal("optdyn: there are no records to report on in 'reports': expected reports/NAME/records.jsonl; run a study first\n",
            Process("report", "decay").Errors);
        _study.CopyTo(_workspace);
        var unknown = Process("report", "decoy");
        Assert.Equal(
            (2, "optdyn: unknown report 'decoy'; the nearest is 'decay' (expected one of decay)\n"), (unknown.ExitCode, unknown.Errors));
    }

    /// <summary>What is committed is what its records give.</summary>
    [Fact]
    public void The_projects_own_reports_are_those_of_their_records()
    {
        var check = Workspace.Process(Path.Combine(AppContext.BaseDirectory, "committed"), "report", "--check", "--quiet");
        Assert.Equal((0, "", ""), (check.ExitCode, check.Output, check.Errors));
    }

    private Workspace.Outcome Process(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);
}
