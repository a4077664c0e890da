using System.Text.Json;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Trials that run together, and the kind that runs them.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Trials">The trials, at least one.</param>
internal sealed record GroupOfTrials(IStudyKind Kind, IReadOnlyList<IStudyTrial> Trials);

/// <summary>Reads the specifications of trials: lines of JSON, on standard input or in a file.</summary>
/// <param name="registry">What the kinds of study and the names in specifications mean.</param>
internal sealed class TrialReader(Registry registry)
{
    private const string Input = "standard input";
    private const string Expected = "expected the specification of a trial, a line of JSON";

    /// <summary>Reads the trials that the options name.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="InputException">A line is missing or is no specification, or the trials cannot be packed.</exception>
    public GroupOfTrials Read(TrialOptions options)
    {
        if (options.File is not { } file)
            return ReadMany([.. Lines(Console.In).Take(options.Pack)], options.Pack, Input);
        try
        {
            if (options is { Line: 0, Pack: 1 })
                return ReadMany([File.ReadAllText(file)], 1, file);
            var first = Math.Max(options.Line, 1);
            return ReadMany([.. File.ReadLines(file).Skip((int)(first - 1)).Take(options.Pack)], options.Pack, $"{file}:{first}");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{TrialProtocol.SpecificationOption}: there is no file '{file}'", cause);
        }
    }

    /// <summary>Reads the next trials of many; null where there are no more.</summary>
    /// <param name="lines">The lines of standard input, of which as many are taken as are needed.</param>
    /// <param name="count">The number of trials that run together.</param>
    /// <exception cref="InputException">A line is missing or is no specification, or the trials cannot be packed.</exception>
    public GroupOfTrials? ReadNext(IEnumerable<string> lines, int count) =>
        lines.Take(count).ToList() is { Count: > 0 } next ? ReadMany(next, count, Input) : null;

    private static IEnumerable<string> Lines(TextReader source)
    {
        while (source.ReadLine() is { } text)
            yield return text;
    }

    private GroupOfTrials ReadMany(IReadOnlyList<string> lines, int count, string source)
    {
        var read = lines.Select(text => ReadOne(text, source)).ToList();
        if (read.Count < count)
            throw new InputException($"{source}: {Expected}{(count == 1 ? "" : $", {count} times")}; found {read.Count}");
        var (kind, first) = read[0];
        return read.Skip(1).All(other => other.Kind == kind && other.Trial.CanBePackedWith(first))
            ? new GroupOfTrials(kind, [.. read.Select(of => of.Trial)])
            : throw new InputException(
                $"{source}: {TrialProtocol.PackOption}: expected trials that can be packed: of libtorch, and of one network, data set, "
                    + "mini-batch size and length");
    }

    private (IStudyKind Kind, IStudyTrial Trial) ReadOne(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var specification = TrialSpecification.From(document.RootElement);
            var kind = KindOf(specification, source);
            return (kind, kind.ReadTrial(registry, specification));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InputException($"{source}: {Expected}: {cause.Message.Split('\n')[0]}", cause);
        }
    }

    private IStudyKind KindOf(TrialSpecification specification, string source)
    {
        var kinds = registry.StudyKinds.Where(kind => kind.RunsInProcesses).ToList();
        return kinds.Find(kind => kind.Name == specification.Kind) ?? throw new InputException(
            $"{source}: kind: expected {string.Join(" or ", kinds.Select(kind => kind.Name))}, whose trials run in processes of their own, "
                + $"found '{specification.Kind}'");
    }
}
