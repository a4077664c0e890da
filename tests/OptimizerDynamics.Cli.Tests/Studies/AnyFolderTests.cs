using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>An installed <c>optdyn</c> is at home in any folder: its studies are built in, and a study of the user's own leaves everything
/// beside itself.</summary>
public sealed class AnyFolderTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Every_committed_study_is_built_in_as_it_is()
    {
        var committed = Path.Combine(AppContext.BaseDirectory, "committed", "experiments");

        Assert.Equal(
            Directory.GetDirectories(committed).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
            BuiltInStudies.All.Select(study => study.Name));
        Assert.All(
            BuiltInStudies.All,
            study => Assert.Equal(File.ReadAllText(Path.Combine(committed, study.Name, "study.yaml")), study.Text.Text));
    }

    [Fact]
    public void In_an_empty_folder_the_built_in_studies_are_listed_and_run()
    {
        var listed = Run("list");
        var run = Run("run", "silent-mini-batches", "--profile", "smoke");

        Assert.StartsWith("Built in:\n  batch-size ", listed.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["runs"], Entries("."));
        Assert.True(_workspace.Has("runs/reports/smoke/silent-mini-batches/README.md"));
    }

    [Theory]
    [InlineData("training", 2)]
    [InlineData("low-gradient", 27)]
    public void A_study_that_init_wrote_is_listed_and_runs_as_it_is(string kind, int trials)
    {
        var init = Run("init", "my-study", "--kind", kind);
        var listed = Run("list");
        var run = Run("run", "my-study", "--profile", "smoke");
        var again = Run("init", "my-study");

        Assert.Equal("wrote experiments/my-study/study.yaml; try it in seconds: optdyn run my-study --profile smoke\n", init.Output);
        Assert.StartsWith("In this folder:\n  my-study ", listed.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"my-study, profile smoke: {trials} trials, 0 of them done before", run.Output, StringComparison.Ordinal);
        Assert.True(_workspace.Has("runs/reports/smoke/my-study/README.md"));
        again.IsRefused("name: expected one that no study has here, found 'my-study': experiments/my-study/study.yaml is there already");
    }

    [Theory]
    [InlineData(
        "../up",
        "name: expected a name of letters, digits, '.', '-' and '_', a letter or digit first, at most 100 characters, found '../up'")]
    [InlineData("regularizers", "name: expected one that no study has, found 'regularizers', which is built in; another name is needed")]
    public void A_name_that_cannot_be_is_refused(string name, string message)
    {
        Run("init", name).IsRefused(message);
        Assert.Empty(Entries("."));
    }

    /// <summary>The folder here is as a checkout: with studies and committed reports of its own.</summary>
    [Fact]
    public void A_study_that_is_named_by_its_file_leaves_everything_beside_it()
    {
        Run("init", "theirs", "--kind", "low-gradient");
        Directory.CreateDirectory(_workspace.PathOf("reports"));
        _workspace.Write("reports/README.md", "committed");
        Directory.CreateDirectory(_workspace.PathOf("elsewhere"));
        _workspace.Write("elsewhere/mine.yaml", Small("mine"));

        var run = Run("run", "elsewhere/mine.yaml");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["elsewhere", "experiments", "reports"], Entries("."));
        Assert.Equal("committed", _workspace.Read("reports/README.md"));
        Assert.Equal(["mine.yaml", "runs"], Entries("elsewhere"));
        Assert.Equal(["mine", "reports"], Entries("elsewhere/runs"));
        Assert.True(_workspace.Has("elsewhere/runs/reports/standard/mine/README.md"));
    }

    /// <summary>By its name or by its file: it is the same study, and its report the folder's own.</summary>
    [Theory]
    [InlineData("theirs")]
    [InlineData("experiments/theirs/study.yaml")]
    public void A_study_of_the_folder_makes_the_report_of_the_folder(string study)
    {
        Run("init", "theirs", "--kind", "low-gradient");
        _workspace.Write("experiments/theirs/study.yaml", Small("theirs"));

        var run = Run("run", study);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["experiments", "reports", "runs"], Entries("."));
        Assert.Equal(["theirs"], Entries("runs"));
    }

    [Fact]
    public void A_study_file_that_is_not_there_and_a_folder_are_told_from_a_name()
    {
        Directory.CreateDirectory(_workspace.PathOf("folder"));

        Run("run", "mine.yaml").IsRefused("there is no study file 'mine.yaml' ('optdyn init NAME' writes one to start from)");
        Run("run", "folder").IsRefused("study: expected a study's name or its file, found the folder 'folder'");
    }

    /// <summary>It was said when all trials had run.</summary>
    [Fact]
    public void Another_study_of_the_folder_that_cannot_be_read_is_said_before_anything_runs()
    {
        Directory.CreateDirectory(_workspace.PathOf("experiments/broken"));
        _workspace.Write("experiments/broken/study.yaml", "study: broken\nkind: trainin\n");

        var run = Run("run", "low-gradient", "--profile", "smoke");

        Assert.StartsWith(
            "optdyn: experiments/broken/study.yaml:2:7: kind: unknown kind of study 'trainin'", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["experiments"], Entries("."));
    }

    private static string Small(string name) =>
        $"study: {name}\nkind: low-gradient\nquestion: Why?\nbase: {{iterations: 300}}\n"
            + "sweep:\n  optimizer: [adam]\n  regularization: [none, l2]\n  lambda: [1e-3]\nseeds: 2\nprofiles:\n  standard: {}\n";

    private Workspace.Outcome Run(params string[] words) => Workspace.Process(_workspace.PathOf("."), words);

    private IEnumerable<string> Entries(string folder) => Directory.GetFileSystemEntries(_workspace.PathOf(folder))
        .Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);
}
