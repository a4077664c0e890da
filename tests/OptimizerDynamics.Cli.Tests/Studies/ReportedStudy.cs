namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// A small study of simulations in a folder of its own, run once by <c>optdyn run</c>: tests take copies of what that left.
/// </summary>
public sealed class ReportedStudy : IDisposable
{
    /// <summary>The study's file, of the study <c>decay</c>.</summary>
    public const string Text =
        """
        study: decay
        kind: low-gradient
        question: Which is faster?
        base: {iterations: 300, transition: 20}
        sweep: {optimizer: [adam, sgd], regularization: [l2, weightDecay], lambda: [1e-3, 1e-2, 1e-1]}
        seeds: 6
        phaseDiagrams:
          noise: {lambda: {from: 1e-3, to: 1e-1, cells: 4}, noiseAfter: {from: 1e-6, to: 1e-2, cells: 3}}
          activity: {lambda: {from: 1e-3, to: 1e-1, cells: 4}, activeFraction: {from: 1e-2, to: 1, cells: 3}, noiseAfter: 1, seed: 4}
          rate: {lambda: {from: 1e-3, to: 1e-1, cells: 4}, lrFactor: {from: 0.1, to: 10, cells: 3}}
        report: {title: A test, curves: [1e-2]}
        profiles: {standard: {}, fine: {cells: 5}}
        """;

    private readonly Workspace _workspace = new();

    public ReportedStudy()
    {
        WriteTo(_workspace);
        Run = Workspace.Process(_workspace.PathOf("."), "run", "decay");
    }

    /// <summary>How the run ended, and what it said.</summary>
    public Workspace.Outcome Run { get; }

    public void Dispose() => _workspace.Dispose();

    /// <summary>Writes the study where <c>optdyn</c> finds it by its name.</summary>
    public static void WriteTo(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Directory.CreateDirectory(workspace.PathOf("experiments/decay"));
        workspace.Write("experiments/decay/study.yaml", Text);
    }

    /// <summary>Copies the run's records and reports.</summary>
    public void CopyTo(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var from = _workspace.PathOf("");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = workspace.PathOf(Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
