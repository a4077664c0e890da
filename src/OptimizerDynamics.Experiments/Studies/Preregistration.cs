using System.Security.Cryptography;
using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>The plan of a study at one of its profiles, fixed before its first record: settings, seeds, hypotheses, contrasts, measures,
/// margins and the decision rule.</summary>
/// <param name="Text">The plan in Markdown, with line feeds alone.</param>
public sealed record Preregistration(string Text)
{
    private const int Digits = 16;

    /// <summary>The name of a plan's file, beside the study's.</summary>
    public const string FileName = "plan.md";

    /// <summary>The first 16 hexadecimal digits of the text's SHA-256 in UTF-8: each record carries that of the plan under which it was
    /// made.</summary>
    public string Hash => HashOf(Text);

    /// <summary>The hash of a plan's text.</summary>
    /// <param name="text">The text.</param>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}
