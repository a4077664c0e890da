using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A file that grows past <c>ulimit -f</c>: the process was killed, or called it a fault of its own.</summary>
public sealed class FileSizeLimitTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [UnixFact]
    public void A_file_that_would_become_too_large_is_said_in_a_line_and_leaves_nothing()
    {
        var rows = string.Concat(Enumerable.Repeat("0.1234567,0.3456789\n", 30_000));
        _workspace.With("optimizer: adam\n", rows).Write("out.csv", "before");
        const string Message = "a file would become larger than the file system or 'ulimit -f' allows: ";

        var (exitCode, errors) = Limited("trace --optimizer opt.yaml --gradients g.csv --initial x0.csv --out out.csv");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"optdyn: {Message}", errors);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("before", _workspace.Read("out.csv"));
        Assert.Equal(["g.csv", "opt.yaml", "out.csv", "x0.csv"], _workspace.Files);
    }

    /// <summary>Runs <c>optdyn</c> where no file may exceed 200 blocks of 1,024 bytes.</summary>
    private (int ExitCode, string Errors) Limited(string arguments)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "optdyn.dll");
        // The runtime maps its code through a file that is larger than the limit.
        var outcome = ChildProcess.Run(
            _workspace.PathOf("."), [new("DOTNET_EnableWriteXorExecute", "0")], "bash", "-c",
            $"ulimit -f 200; exec dotnet '{library}' {arguments}");
        return (outcome.ExitCode, outcome.Errors);
    }
}
