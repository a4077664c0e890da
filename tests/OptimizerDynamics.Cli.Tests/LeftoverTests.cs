using System.Diagnostics;
using System.Globalization;
using System.Text;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>What is left of a file that could not be written to its end: nothing, so that it does not keep a full disk full.</summary>
public sealed class LeftoverTests : IDisposable
{
    private const int Rows = 200_000;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>Where the disk is full: here, where no file may be larger than some blocks.</summary>
    [UnixFact]
    public void A_full_disk_leaves_no_partial_file()
    {
        WriteTrace(2000);
        var trace = ChildProcess.Run(_workspace.PathOf("."), [], "bash", "-c", $"{Limit} 8; exec {string.Join(' ', Words)}");
        Assert.Equal(1, trace.ExitCode);
        Assert.Matches("^optdyn: [^\n]+\n$", trace.Errors);
        Assert.Equal(["g.csv", "opt.yaml", "x0.csv"], _workspace.Files);
    }

    [UnixFact]
    public void A_record_that_cannot_be_written_is_said_in_a_line_and_leaves_nothing()
    {
        _workspace.Write("study.yaml", Decay);
        var run = ChildProcess.Run(
            _workspace.PathOf("."), [], "bash", "-c", $"{Limit} 1; exec {Optdyn} run study.yaml --out runs --reports reports --quiet");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^optdyn: [^\n]+\n$", run.Errors);
        Assert.Empty(Directory.GetFiles(_workspace.PathOf("runs/decay")));
    }

    [Fact]
    public void A_study_of_any_kind_says_in_a_line_that_its_folder_is_a_file()
    {
        _workspace.Write("study.yaml", Decay);
        _workspace.Write("taken", "a file");
        _workspace.Run("run", "@study.yaml", "--out", "@taken").IsRefused(
            "--out: expected a folder, found the file 'taken' (see 'optdyn run --help')");
        // A file further up is found when the first record is written.
        var outcome = _workspace.Run("run", "@study.yaml", "--out", "@taken/runs", "--quiet");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches("^optdyn: [^\n]+\n$", outcome.Errors);
    }

    [UnixFact]
    public void A_signal_leaves_no_partial_file()
    {
        WriteTrace(Rows);
        foreach (var signal in new[] { "TERM", "HUP", "INT" })
        {
            using var trace = Workspace.Start(_workspace.PathOf("."), Words[2..]);
            var watch = Stopwatch.StartNew();
            while (!_workspace.Files.Any(name => name.EndsWith(".partial", StringComparison.Ordinal)))
            {
                Assert.True(!trace.HasExited && watch.Elapsed < TimeSpan.FromSeconds(60), "it has not begun to write within 60 s");
                Thread.Sleep(2);
            }

            using (var kill = Process.Start("kill", [$"-{signal}", trace.Id.ToString(CultureInfo.InvariantCulture)]))
                kill.WaitForExit();
            trace.WaitForExit();
            Assert.Equal((signal, 130), (signal, trace.ExitCode));
            Assert.Equal(["g.csv", "opt.yaml", "x0.csv"], _workspace.Files);
        }
    }

    /// <summary>No file may be larger than so many blocks; .NET would map its code in a file.</summary>
    private const string Limit = "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f";

    private const string Decay =
        """
        study: decay
        kind: low-gradient
        question: Which is faster?
        base: {iterations: 300, transition: 20}
        sweep: {optimizer: [adam, sgd, lion], regularization: [none, l2, weightDecay], lambda: [1e-3, 1e-1]}
        seeds: 5
        profiles: {standard: {}}
        """;

    private static string Optdyn => $"dotnet {Path.Combine(AppContext.BaseDirectory, "optdyn.dll")}";

    private static string[] Words =>
    [
        .. Optdyn.Split(' '), "trace", "--optimizer", "opt.yaml", "--gradients", "g.csv", "--initial", "x0.csv", "--out", "out.csv",
    ];

    private void WriteTrace(int rows)
    {
        _workspace.Write("opt.yaml", "optimizer: adam\nlr: 0.1\n");
        _workspace.Write("x0.csv", "0.1,0.2,0.3,0.4\n");
        _workspace.Write("g.csv", new StringBuilder().Insert(0, "0.5,-0.25,0.125,1\n", rows).ToString());
    }
}
