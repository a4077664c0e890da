using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Shouldly;

namespace OptimizerDynamics.Snapshots;

/// <summary>Text held to what a person approved: <c>Snapshots/NAME.approved.EXTENSION</c> beside the test's source.</summary>
/// <remarks>
/// A text that differs, or has no approved one, is written beside it as <c>NAME.received.EXTENSION</c>, and the test fails with the lines
/// that differ.
/// <c>tests/approve</c> makes received files the approved ones. This class alone knows which library does the work: Shouldly, in the place
/// of Verify.
/// </remarks>
public static class Snapshot
{
    private const int Context = 2, MostLines = 60;

    /// <summary>Holds a text to the approved one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="extension">What kind of text it is, so that a reviewer sees it as such: <c>md</c>, <c>csv</c>, <c>txt</c>.</param>
    /// <exception cref="ArgumentException">The name cannot be a file's.</exception>
    /// <exception cref="SnapshotException">The text differs, or there is no approved one.</exception>
    public static void Matches(string text, string name, string extension = "txt")
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new ArgumentException($"'{name}' cannot be a snapshot's name: it names a file.", nameof(name));
        string? folder = null;
        try
        {
            text.ReplaceLineEndings("\n").ShouldMatchApproved(options => options
                .NoDiff()
                .LocateTestMethodUsingAttribute<FactAttribute>()
                .SubFolder("Snapshots")
                .WithFileExtension(extension)
                .WithFilenameGenerator((method, _, kind, ending) =>
                {
                    folder = Path.Combine(method.SourceFileDirectory!, "Snapshots");
                    return $"{name}.{kind}.{ending}";
                }));
        }
        catch (ShouldAssertException cause)
        {
            throw Failure(text, Path.Combine(folder!, $"{name}.approved.{extension}"), cause);
        }
    }

    private static SnapshotException Failure(string text, string approved, Exception cause) => new(
        $"{approved} {(File.Exists(approved) ? "differs from what came out" : "is missing")}. Look at the difference, and where it is "
            + $"right run tests/approve.\n"
        + (File.Exists(approved) ? Difference(File.ReadAllText(approved).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n")) : ""),
        cause);

    /// <summary>The lines that differ, with some around them.</summary>
    private static string Difference(string approved, string received)
    {
        var lines = InlineDiffBuilder.Diff(approved, received, ignoreWhiteSpace: false).Lines;
        var isNear = new bool[lines.Count];
        foreach (var (place, _) in lines.Index().Where(line => line.Item.Type != ChangeType.Unchanged))
            Array.Fill(
                isNear, true, Math.Max(0, place - Context), Math.Min(lines.Count - 1, place + Context) - Math.Max(0, place - Context) + 1);
        var text = new StringBuilder();
        var shown = 0;
        foreach (var (place, line) in lines.Index().Where(line => isNear[line.Index]))
        {
            if (++shown > MostLines)
                return text.Append("… and more\n").ToString();
            if (place > 0 && !isNear[place - 1])
                text.Append("…\n");
            text.Append(line.Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " })
                .Append(line.Text)
                .Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>A text is not the approved one.</summary>
public sealed class SnapshotException(string message, Exception cause) : Exception(message, cause);
