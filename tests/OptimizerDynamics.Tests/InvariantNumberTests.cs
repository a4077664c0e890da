using System.Globalization;

namespace OptimizerDynamics.Tests;

/// <summary>Numbers in text: the whole of it or nothing, and one place that reads them.</summary>
public sealed class InvariantNumberTests
{
    [Theory]
    [InlineData("0.06\0\0\0")]
    [InlineData("0.\0")]
    [InlineData("1\n")]
    [InlineData("\u0085" + "1")]
    [InlineData("1\u007f")]
    [InlineData("")]
    [InlineData("1,5")]
    [InlineData(null)]
    public void What_is_not_a_number_in_whole_is_none(string? text)
    {
        Assert.False(InvariantNumber.TryParse(text, NumberStyles.Float, out double _));
        Assert.False(InvariantNumber.TryParse(text, NumberStyles.Float, out float _));
        Assert.False(InvariantNumber.TryParse(text, NumberStyles.Integer, out long _));
    }

    /// <summary>Of 0 there are many spellings; what only rounds to it is not one.</summary>
    [Theory]
    [InlineData("0", true)]
    [InlineData("-0.0", true)]
    [InlineData("0e-7", true)]
    [InlineData("4.9e-324", true)]
    [InlineData("1e-400", false)]
    [InlineData("-0.5E-330", false)]
    public void What_rounds_to_0_is_none(string text, bool isNumber) =>
        Assert.Equal(isNumber, InvariantNumber.TryParse(text, NumberStyles.Float, out double _));

    [Fact]
    public void A_number_is_read()
    {
        Assert.False(InvariantNumber.TryParse("1e-50", NumberStyles.Float, out float _));
        Assert.True(InvariantNumber.TryParse("-1.5e-3", NumberStyles.Float, out double number));
        Assert.Equal(-1.5e-3, number);
        Assert.True(InvariantNumber.TryParse("42", NumberStyles.None, out int whole));
        Assert.Equal(42, whole);
    }

    /// <summary>.NET's parsers take trailing NULs, so nothing that comes from outside goes to them directly.</summary>
    [Fact]
    public void Nothing_else_reads_floating_point_numbers()
    {
        var others = from file in Directory.EnumerateFiles(Path.Combine(SourceFolders.Root, "src"), "*.cs", SearchOption.AllDirectories)
                     where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                     where string.Join(' ', CSharpText.Tokens(File.ReadAllText(file))) is var code
                         && ((string[])["double", "float", "decimal", "Half"])
                             .Any(type => code.Contains($" {type} . TryParse", StringComparison.Ordinal))
                     select Path.GetFileName(file);

        Assert.Empty(others);
    }
}
