using System.Text.RegularExpressions;

namespace OptimizerDynamics.Tests;

/// <summary>Lines of code end where .editorconfig says.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] _parts = ["src", "tests"];

    private static readonly int _longest = Longest();

    [Fact]
    public void Lines_end_at_the_length_of_the_editorconfig()
    {
        var exceeding = from part in _parts
                        from file in SourceFolders.SourceFiles(Path.Combine(SourceFolders.Root, part))
                        from line in File.ReadLines(file).Select((text, index) => (Length: Characters(text), Number: index + 1))
                        where line.Length > _longest
                        select $"{Path.GetRelativePath(SourceFolders.Root, file)}:{line.Number} has {line.Length} characters";

        Assert.Empty(exceeding);
    }

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
