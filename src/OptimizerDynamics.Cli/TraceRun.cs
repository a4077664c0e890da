using System.Text;
using OptimizerDynamics.Records;

namespace OptimizerDynamics.Cli;

/// <summary>One run of <c>optdyn trace</c>.</summary>
internal sealed class TraceRun
{
    private const string StandardOutput = "-";

    public required string Optimizer { get; init; }

    public required string Gradients { get; init; }

    public required string Initial { get; init; }

    public required string Destination { get; init; }

    public string? StateIn { get; init; }

    public string? StateOut { get; init; }

    public long? RunLength { get; init; }

    public bool AsJsonLines { get; init; }

    /// <summary>Reads everything, then runs, then writes: bad input never leaves half an output behind.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        RequireDistinctFiles();
        var settings = Input("--optimizer", Optimizer, OptimizerFile.Read);
        var initial = Input("--initial", Initial, NumberTable.ReadFile);
        var gradients = Input("--gradients", Gradients, NumberTable.ReadFile);
        RequireOneRow(initial);
        if (gradients.ColumnCount != initial.ColumnCount)
            throw new InputException($"{gradients.File}:1: expected {initial.ColumnCount} columns, one per parameter of {initial.File}, found {gradients.ColumnCount}");

        var optimizer = new ReferenceOptimizer<double>(settings.Chain, ParameterLayout.Vector(initial.ColumnCount), RunLength ?? gradients.RowCount);
        if (StateIn is not null)
            Input("--state-in", StateIn, path => Restore(optimizer, path));

        if (Destination == StandardOutput)
            Trace(optimizer, initial, gradients, new TrajectoryWriter(output, AsJsonLines), errors);
        else
            Output("--out", Destination, stream => TraceTo(stream, optimizer, initial, gradients, errors));
        if (StateOut is not null)
            Output("--state-out", StateOut, optimizer.SaveState);
        return CommandLine.Success;
    }

    private void TraceTo(Stream stream, ReferenceOptimizer<double> optimizer, NumberTable initial, NumberTable gradients, TextWriter errors)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        Trace(optimizer, initial, gradients, new TrajectoryWriter(text, AsJsonLines), errors);
    }

    private static void Trace(ReferenceOptimizer<double> optimizer, NumberTable initial, NumberTable gradients, TrajectoryWriter writer, TextWriter errors)
    {
        var parameters = initial[0].ToArray();
        var wasFinite = true;
        writer.Write(optimizer.StepCount, parameters);
        for (var row = 0; row < gradients.RowCount; row++)
        {
            optimizer.Step(parameters, gradients[row]);
            writer.Write(optimizer.StepCount, parameters);
            if (wasFinite && Array.FindIndex(parameters, value => !double.IsFinite(value)) is var index and >= 0)
            {
                wasFinite = false;
                errors.WriteLine($"optdyn: warning: parameter {index + 1} is {TrajectoryWriter.Text(parameters[index])} after step {optimizer.StepCount}; the trajectory is written as computed.");
            }
        }
    }

    private static object? Restore(ReferenceOptimizer<double> optimizer, string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            optimizer.LoadState(stream);
            return null;
        }
        catch (OptimizerStateException cause)
        {
            throw new InputException($"{path}: {cause.Message}", cause);
        }
    }

    /// <summary>Reads an input file; one that cannot be opened is the user's to mend, and the message names the option.</summary>
    private static T Input<T>(string option, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{option}: there is no file '{path}'", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: '{path}' cannot be read: {cause.Message.ReplaceLineEndings(" ")}", cause);
        }
    }

    private static void Output(string option, string path, Action<Stream> write)
    {
        try
        {
            AtomicFile.Write(path, write);
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new InputException($"{option}: there is no directory '{Path.GetDirectoryName(Path.GetFullPath(path))}'", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{option}: '{path}' cannot be written: {cause.Message.ReplaceLineEndings(" ")}", cause);
        }
    }

    private static void RequireOneRow(NumberTable initial)
    {
        if (initial.RowCount != 1)
            throw new InputException($"{initial.File}:2: expected one row, the parameters before the first step, found {initial.RowCount}");
    }

    /// <summary>An output that is also an input would be lost, or read half-written by the next run.</summary>
    private void RequireDistinctFiles()
    {
        var inputs = new (string Option, string? Path)[] { ("--optimizer", Optimizer), ("--gradients", Gradients), ("--initial", Initial) };
        var outputs = new (string Option, string? Path)[] { ("--out", Destination), ("--state-out", StateOut) };
        foreach (var (option, path) in outputs)
        {
            if (path is null or StandardOutput)
                continue;
            var others = inputs.Concat(outputs.Where(output => output.Option != option));
            if (others.FirstOrDefault(other => other.Path is not null && Path.GetFullPath(other.Path) == Path.GetFullPath(path)) is { Option: { } same })
                throw new InputException($"{option}: '{path}' is also given as {same}; expected a file of its own");
        }
    }
}
