using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A file is not a checkpoint that can be read. The message is one line: the file, what it is, and what to do.</summary>
public sealed class CheckpointFileException : Exception
{
    /// <summary>A file that cannot be read.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="problem">What it is or where it is wrong, and what to do. Control characters in it, which only the file itself can have
    /// brought, are written as escapes.</param>
    /// <param name="cause">What made it known.</param>
    public CheckpointFileException(string file, string problem, Exception? cause = null)
        : base($"{Plain(file)}: {Plain(problem)}", cause) => File = file;

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>A text of a file as a message or a note may show it: control and format characters, which could rule a terminal, and lone
    /// surrogates as <c>\u001b</c>.</summary>
    /// <param name="text">The text.</param>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                plain.Append(text, i++, 2);
            else if (IsPlain(text[i]))
                plain.Append(text[i]);
            else
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }

        return plain.ToString();
    }

    /// <summary>A name of a file as a message or a note may show it: the beginning of a long one.</summary>
    /// <param name="name">The name.</param>
    internal static string Short(string name) => name.Length <= 100 ? name : name[..100] + "…";

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
