using System.Text.RegularExpressions;

namespace OptimizerDynamics.Tests;

/// <summary>Lines of code end where .editorconfig says.</summary>
public sealed partial class LineLengthTests
{
    /// <summary>Names of files that still have longer lines. It only gets shorter; a file that is moved keeps its name.</summary>
    private static readonly HashSet<string> _exceeding =
        [.. File.ReadLines(Path.Combine(SourceFolders.Root, "tests", "OptimizerDynamics.Tests", "Repository", "LongLines.txt"))];

    private static readonly string[] _parts = ["src", "tests"];

    private static readonly int _longest = Longest();

    [Fact]
    public void Lines_end_at_the_length_of_the_editorconfig()
    {
        var exceeding = from file in Files()
                        where !_exceeding.Contains(Path.GetFileName(file))
                        from line in TooLong(file)
                        select $"{Path.GetRelativePath(SourceFolders.Root, file)}:{line.Number} has {line.Length} characters";

        Assert.Empty(exceeding);
    }

    [Fact]
    public void Every_file_that_may_exceed_the_line_length_still_does()
    {
        var found = Files().Where(file => TooLong(file).Any()).Select(file => Path.GetFileName(file)!).ToHashSet();

        Assert.Empty(_exceeding.Where(name => !found.Contains(name)).Select(name => $"{name}: strike it from LongLines.txt"));
    }

    private static IEnumerable<string> Files() =>
        _parts.SelectMany(part => SourceFolders.SourceFiles(Path.Combine(SourceFolders.Root, part)));

    private static IEnumerable<(int Length, int Number)> TooLong(string file) =>
        File.ReadLines(file).Select((text, index) => (Length: Characters(text), Number: index + 1)).Where(line => line.Length > _longest);

    /// <summary>Characters, not bytes or halves of a surrogate pair: λ is one, and so is 𝜆.</summary>
    private static int Characters(string line) => line.EnumerateRunes().Count();

    private static int Longest()
    {
        var text = File.ReadAllText(Path.Combine(SourceFolders.Root, ".editorconfig"));
        return int.Parse(MaxLineLength().Match(text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?m)^\[\*\.cs\]\n(?:\w.*\n)*?max_line_length = ([0-9]+)")]
    private static partial Regex MaxLineLength();
}
