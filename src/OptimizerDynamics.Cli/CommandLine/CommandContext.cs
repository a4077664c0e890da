using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What every command is handed.</summary>
/// <param name="Registry">What the names in study files, records and options mean.</param>
/// <param name="Output">Takes results.</param>
/// <param name="Errors">Takes errors, warnings and notices.</param>
internal sealed record CommandContext(Registry Registry, TextWriter Output, TextWriter Errors)
{
    /// <summary>Writes a warning, one line.</summary>
    /// <param name="text">What the user should know: something is probably not as meant.</param>
    public void Warn(string text) => Errors.WriteLine($"optdyn: warning: {text}");

    /// <summary>Writes a notice, one line.</summary>
    /// <param name="text">What the user should know of settings that are valid.</param>
    public void Note(string text) => Errors.WriteLine($"optdyn: notice: {text}");

    /// <summary>The same, with results that go nowhere.</summary>
    /// <param name="isQuiet">Whether they do.</param>
    public CommandContext Quiet(bool isQuiet) => isQuiet ? this with { Output = TextWriter.Null } : this;
}
