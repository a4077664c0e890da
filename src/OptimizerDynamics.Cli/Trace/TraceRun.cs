using System.Text;
using OptimizerDynamics.Experiments;

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

    public bool IsDecomposed { get; init; }

    public required string Engine { get; init; }

    public required string Device { get; init; }

    public required string ElementType { get; init; }

    /// <summary>Reads everything, then runs, then writes: bad input never leaves half an output behind.</summary>
    public int Run(CommandContext context)
    {
        RequireDistinctFiles();
        var settings = Input("--optimizer", Optimizer, OptimizerFile.Read);
        var initial = Input("--initial", Initial, NumberTable.ReadFile);
        var gradients = Input("--gradients", Gradients, NumberTable.ReadFile);
        RequireOneRow(initial);
        if (gradients.ColumnCount != initial.ColumnCount)
            throw new InputException($"{gradients.File}:1: expected {initial.ColumnCount} columns, one per parameter of {initial.File}, "
                + $"found {gradients.ColumnCount}");

        if (Engine == "torchsharp" && (StateIn ?? StateOut) is not null)
            throw new InputException($"--{(StateIn is null ? "state-out" : "state-in")}: the state of TorchSharp's own optimizers has "
                + $"another form; expected --engine cpu or tensor");
        if (IsDecomposed)
            RequireParts(settings.Chain);
        RequireRunLength(settings.Chain);
        using var optimizer = TraceEngine.Create(
            Engine, Device, ElementType, settings, initial[0].ToArray(), RunLength ?? gradients.RowCount);
        if (IsDecomposed)
            optimizer.Decompose();
        if (Engine == "torchsharp" && settings.Optimizer.Name == "radam")
            context.Warn("the RAdam of TorchSharp 0.107.0 multiplies by the learning rate twice from the step on at "
                + "which ρ exceeds 5; PyTorch's and ours do not.");
        foreach (var notice in Notices(settings))
            context.Warn(notice);
        if (StateIn is not null)
            Input("--state-in", StateIn, path => Restore(optimizer, path));
        RequireStepsLeft(settings.Chain, optimizer.StepCount, gradients);

        using var trajectory = Destination == StandardOutput ? null : OutputFile.Create("--out", Destination);
        using var state = StateOut is null ? null : OutputFile.Create("--state-out", StateOut);
        if (trajectory is null)
            Trace(optimizer, gradients, new TrajectoryWriter(context.Output, AsJsonLines, optimizer.IsSingle), context);
        else
            OutputFile.Do("--out", Destination, () => TraceTo(trajectory.Stream, optimizer, gradients, context));

        // Both are complete before either takes its name.
        if (state is not null)
            OutputFile.Do("--state-out", StateOut!, () => optimizer.SaveState(state.Stream));
        if (trajectory is not null)
            OutputFile.Do("--out", Destination, trajectory.Commit);
        if (state is not null)
            OutputFile.Do("--state-out", StateOut!, state.Commit);
        return ExitCodes.Success;
    }

    /// <summary>
    /// Half of a run does not know how long the whole is: taken for the whole, it would end with the schedule's last value, and the other
    /// half would stand still.
    /// </summary>
    private void RequireRunLength(Chain chain)
    {
        if (chain.NeedsRunLength && RunLength is null && (StateIn ?? StateOut) is not null)
        {
            var option = StateIn is null ? "--state-out" : "--state-in";
            throw new InputException(
                $"--run-length: expected the steps of the whole run beside {option}, because the schedule depends on them, found nothing");
        }
    }

    private void RequireParts(Chain chain)
    {
        if (Engine == "torchsharp")
            throw new InputException(
                "--decompose: TorchSharp's own optimizers do not tell what their updates are made of; expected --engine cpu or tensor");
        if (chain.WhyNotSplit is { } reason)
            throw new InputException($"--decompose: {reason.TrimEnd('.')}; expected another optimizer, or a trace without --decompose");
    }

    private void RequireStepsLeft(Chain chain, long taken, NumberTable gradients)
    {
        if (chain.NeedsRunLength && RunLength < taken + gradients.RowCount)
        {
            var before = taken == 0 ? "" : $" behind the {taken} steps of --state-in";
            throw new InputException(
                $"--run-length: expected at least {taken + gradients.RowCount}, for {gradients.RowCount} rows of {gradients.File}{before}, "
                    + $"found {RunLength}");
        }
    }

    /// <summary>What the settings say that is probably not meant.</summary>
    private static IEnumerable<string> Notices(OptimizerFile settings)
    {
        var decayed = settings.Decayed.Among(ParameterKinds.Weight); // what the parameters of a trace are
        foreach (var notice in DecayNotice.Of(settings.Optimizer, settings.Values, decayed))
            yield return notice;
        if (decayed == ParameterKinds.None)
            yield return $"decayed: the parameters of a trace are weights, which {CommonKeys.TextOf(settings.Decayed.Every)} leaves out: "
                + "nothing decays";
        foreach (var kind in Enum.GetValues<Regularization>())
        {
            if (CommonSettings.Of(kind) is { } setting && settings.Values.GetValueOrDefault(setting.Key) > 0
                && decayed.Of(kind) == ParameterKinds.None && settings.Decayed.Of(kind) != settings.Decayed.Every)
                yield return $"{CommonKeys.KindsOf(setting.Key)}: the parameters of a trace are weights, which "
                    + $"{CommonKeys.TextOf(settings.Decayed.Of(kind))} leaves out: {setting.Key} does nothing";
        }
    }

    private void TraceTo(Stream stream, TraceEngine optimizer, NumberTable gradients, CommandContext context)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        Trace(optimizer, gradients, new TrajectoryWriter(text, AsJsonLines, optimizer.IsSingle), context);
    }

    private void Trace(TraceEngine optimizer, NumberTable gradients, TrajectoryWriter writer, CommandContext context)
    {
        var wasFinite = true;
        (double[] Loss, double[] Decay)? Parts() =>
            IsDecomposed ? (optimizer.Part(UpdateParts.Loss), optimizer.Part(UpdateParts.Decay)) : null;
        writer.Write(optimizer.StepCount, optimizer.Parameters, Parts());
        for (var row = 0; row < gradients.RowCount; row++)
        {
            optimizer.Step(gradients[row]);
            var parameters = optimizer.Parameters;
            writer.Write(optimizer.StepCount, parameters, Parts());
            if (wasFinite && Array.FindIndex(parameters, value => !double.IsFinite(value)) is var index and >= 0)
            {
                wasFinite = false;
                context.Warn($"parameter {index + 1} is {writer.Text(parameters[index])} after step "
                    + $"{optimizer.StepCount}; the trajectory is written as computed.");
            }
        }
    }

    private static TraceEngine Restore(TraceEngine optimizer, string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            optimizer.LoadState(stream);
            return stream.ReadByte() < 0
                ? optimizer
                : throw new InputException($"{path}: expected the end of the file behind the state, found more");
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
            throw new InputException($"{option}: '{path}' cannot be read: {cause.Message}", cause);
        }
    }

    private static void RequireOneRow(NumberTable initial)
    {
        if (initial.RowCount != 1)
            throw new InputException($"{initial.File}:2: expected one row, the parameters before the first step, found {initial.RowCount}");
    }

    /// <summary>An output that is also an input would be lost; only a state may be replaced by the one it has become.</summary>
    private void RequireDistinctFiles()
    {
        var files = new (string Option, string? Path)[]
        {
            ("--optimizer", Optimizer), ("--gradients", Gradients), ("--initial", Initial), ("--state-in", StateIn), ("--out", Destination),
            ("--state-out", StateOut),
        };
        foreach (var (option, path) in files[^2..])
        {
            if (path is null || (option == "--out" && path == StandardOutput))
                continue;
            foreach (var (other, otherPath) in files)
            {
                var isAllowed = other == option || otherPath is null || (option == "--state-out" && other == "--state-in");
                if (!isAllowed && AtomicFile.Resolve(otherPath!) == AtomicFile.Resolve(path))
                    throw new InputException($"{option}: '{path}' is also given as {other}; expected a file of its own");
            }
        }

        if (StateOut == StandardOutput)
            throw new InputException("--state-out: expected a file, found '-'; a state is not text");
    }
}
