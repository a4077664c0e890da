using System.Text.RegularExpressions;

namespace OptimizerDynamics.Tests;

/// <summary>
/// Two rules of a source file that are read from its text alone: the order of its <c>using</c> directives, and C#'s words for the types
/// that it has words for. <c>dotnet format</c> has both rules (the second as IDE0049), and compiles every project to apply them.
/// </summary>
internal static partial class SourceStyle
{
    /// <summary>C#'s word for each type that has one.</summary>
    private static readonly Dictionary<string, string> _words = new(StringComparer.Ordinal)
    {
        ["Boolean"] = "bool",
        ["Byte"] = "byte",
        ["SByte"] = "sbyte",
        ["Char"] = "char",
        ["Decimal"] = "decimal",
        ["Double"] = "double",
        ["Single"] = "float",
        ["Int16"] = "short",
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["UInt16"] = "ushort",
        ["UInt32"] = "uint",
        ["UInt64"] = "ulong",
        ["IntPtr"] = "nint",
        ["UIntPtr"] = "nuint",
        ["Object"] = "object",
        ["String"] = "string",
    };

    private static readonly HashSet<string> _beforeType = ["<", "new", "is", "as", "not", "or", "and", "case"];
    private static readonly HashSet<string> _behindType = [">", "?", "[", ")", "."];
    private static readonly HashSet<string> _operators = ["is", "as", "or", "and", "when", "switch", "with", "in"];

    /// <summary>The directives of a text that stand before one that belongs first.</summary>
    /// <param name="text">The text of a source file.</param>
    /// <returns>The later line of each pair in the wrong order.</returns>
    /// <remarks>
    /// Global ones first; then namespaces, types (<c>static</c>), aliases; <c>System</c> before others, else by the alphabet.
    /// </remarks>
    public static IEnumerable<string> MisplacedUsings(string text)
    {
        var directives = Directive().Matches(text).ToList();
        return directives.Zip(directives.Skip(1)).Where(pair => Place(pair.First).CompareTo(Place(pair.Second)) > 0)
            .Select(pair => pair.Second.Value);
    }

    /// <summary>The types that a text names by their names of the framework.</summary>
    /// <param name="text">The text of a source file.</param>
    /// <returns>Such as <c>Int32, which is int</c>.</returns>
    /// <remarks>Where the name is of a member (<c>reader.Int32()</c>, <c>ElementType.Int32</c>), it is none of the type.</remarks>
    public static IEnumerable<string> FrameworkNames(string text)
    {
        var tokens = CSharpText.Tokens(text);
        return Enumerable.Range(0, tokens.Count).Where(at => _words.ContainsKey(tokens[at]) && IsType(tokens, at))
            .Select(at => $"{tokens[at]}, which is {_words[tokens[at]]}");
    }

    private static bool IsType(IReadOnlyList<string> tokens, int at)
    {
        string Token(int index) => index >= 0 && index < tokens.Count ? tokens[index] : "";
        var before = Token(at - 1) == "." && Token(at - 2) == "System" ? Token(at - 3) : Token(at - 1);
        var behind = Token(at + 1);
        return before != "."
            && (_beforeType.Contains(before) || _behindType.Contains(behind) || IsName(behind)
                || (behind == "," && IsInBrackets(tokens, at)));
    }

    /// <summary>Whether a name is one of several between angle brackets.</summary>
    private static bool IsInBrackets(IReadOnlyList<string> tokens, int at)
    {
        do
            at--;
        while (at > 0 && (tokens[at] is "," or "." or "?" or "[" or "]" || char.IsLetter(tokens[at][0])));
        return at > 0 && tokens[at] == "<";
    }

    private static bool IsName(string token) =>
        token.Length > 0 && (char.IsLetter(token[0]) || token[0] == '_') && !_operators.Contains(token);

    private static (bool, int, bool, string) Place(Match directive)
    {
        var name = directive.Groups["name"].Value;
        var kind = directive.Groups["alias"].Success ? 2 : directive.Groups["static"].Success ? 1 : 0;
        return (
            !directive.Groups["global"].Success, kind,
            kind == 2 || (name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)),
            // A namespace before those that stand in it.
            (kind == 2 ? directive.Groups["alias"].Value : name).ToUpperInvariant().Replace('.', '\u0001'));
    }

    [GeneratedRegex(@"(?m)^(?<global>global )?using (?<static>static )?(?:(?<alias>\w+) = [^;]+|(?<name>[\w.]+));")]
    private static partial Regex Directive();
}
