using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace OptimizerDynamics.Experiments;

/// <summary>Loads YAML so that nothing in a file can end the program: what the parser throws becomes an error with a place.</summary>
internal static class YamlText
{
    private const int DeepestNesting = 32;

    /// <summary>The documents of a text.</summary>
    /// <exception cref="InputException">No YAML, or YAML that settings have no use for: aliases, very deep nesting.</exception>
    public static YamlStream Load(TextReader reader, string file)
    {
        var text = PlainText.Require(reader.ReadToEnd(), file);
        CheckEvents(text, file);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (Exception cause) when (IsOfTheParser(cause))
        {
            throw Invalid(text, file, (cause as YamlException)?.Start ?? Mark.Empty, cause);
        }

        return stream;
    }

    /// <summary>
    /// Goes through the text once without building anything. An alias can refer to what contains it, and the depth of nesting has no limit;
    /// whoever walks such a document by recursion never comes back.
    /// </summary>
    private static void CheckEvents(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, last) = (-2, Mark.Empty); // the stream and the document count as well
        try
        {
            while (parser.MoveNext())
            {
                var now = parser.Current!;
                last = now.Start;
                depth += now.NestingIncrease;
                if (now is AnchorAlias)
                    throw InputException.At(file, last.Line, last.Column, "aliases (*name) are not supported here; write the value itself");
                if (now is Scalar scalar && scalar.Value.Any(PlainText.IsControl)) // by an escape such as "\0"
                    throw PlainText.Wrong(file, last.Line, last.Column, scalar.Value.First(PlainText.IsControl));
                if (depth > DeepestNesting)
                    throw InputException.At(file, last.Line, last.Column, $"lists and mappings are nested more than {DeepestNesting} deep");
            }
        }
        catch (Exception cause) when (IsOfTheParser(cause))
        {
            throw Invalid(text, file, (cause as YamlException)?.Start ?? last, cause);
        }
    }

    /// <summary>The parser throws other things than <see cref="YamlException"/> for some malformed files.</summary>
    private static bool IsOfTheParser(Exception cause) =>
        cause is YamlException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException
            or NullReferenceException;

    private static InputException Invalid(string text, string file, Mark place, Exception cause)
    {
        var (line, column) = (Math.Max(1, place.Line), Math.Max(1, place.Column));
        // The parser names the place where it began to look, which may be lines before the tab.
        return TabFrom(text, line) is { } tab
            ? InputException.At(
                file, tab.Line, tab.Column, "this is not valid YAML: a tab stands in the indentation, which has to be of spaces")
            : new InputException(
                $"{file}:{line}:{column}: this is not valid YAML: {cause.InnerException?.Message ?? cause.Message}", cause);
    }

    /// <summary>The first tab before the first word of a line, from a line on.</summary>
    private static (int Line, int Column)? TabFrom(string text, long line)
    {
        foreach (var (index, content) in text.ReplaceLineEndings("\n").Split('\n').Index().Skip((int)line - 1))
        {
            var indentation = content.Length - content.TrimStart(' ', '\t').Length;
            if (content.AsSpan(0, indentation).IndexOf('\t') is >= 0 and var column && indentation < content.Length)
                return (index + 1, column + 1);
        }

        return null;
    }
}
