using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>Whatever records say, their page is made and every figure of it is drawn, on axes that have a range, in words that mean
/// something.</summary>
public sealed partial class ArbitraryRecordsTests
{
    /// <summary>Most of a case's time goes into its pictures: every fifth case is drawn.</summary>
    private const int Cases = 40, Drawn = 5;

    private static Arbitrary<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void Any_decays_make_a_page() => Properties.ForAll(Seeds, Cases, seed =>
    {
        var (study, records) = ArbitraryDecays.Of(seed, null);
        Check(DecayPage.Of(study, records), seed % Drawn == 0);
    });

    [Fact]
    public void Any_decays_over_the_mini_batch_make_a_page() => Properties.ForAll(Seeds, Cases, seed =>
    {
        var (study, records) = ArbitraryDecays.Of(seed, "batchSize");
        Check(DecayPage.Of(study, records), seed % Drawn == 0);
    });

    [Fact]
    public void Any_trainings_make_a_page() => Properties.ForAll(Seeds, Cases, seed =>
    {
        var (study, records) = ArbitraryTrainings.Of(seed);
        Check(TrainingPage.Of(study, records), seed % Drawn == 0);
    });

    private static void Check(StudyPage page, bool isDrawn)
    {
        HasMeaning(page.Markdown);
        foreach (var table in page.Tables.Values)
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Length, row.Length));
        Assert.Equal(page.Figures.Length, page.Figures.Select(figure => figure.Name).Distinct().Count());
        foreach (var figure in page.Figures)
        {
            Assert.Contains($"]({figure.Name}.png)", page.Body, StringComparison.Ordinal);
            HasMeaning(FigureText.Of(figure));
            Assert.NotEmpty(figure.Panels);
            foreach (var axis in new[] { figure.X, figure.Y })
            {
                var (low, high) = (axis.Place(axis.Minimum), axis.Place(axis.Maximum));
                Assert.True(
                    double.IsFinite(low) && double.IsFinite(high) && low < high,
                    $"{figure.Name}: '{axis.Title}' runs from {axis.Minimum} to {axis.Maximum}");
                var rounding = 1e-9 * (high - low);
                Assert.All(axis.Labels, label => Assert.InRange(axis.Place(label.Value), low - rounding, high + rounding));
            }

            if (figure.Scale is { } scale)
            {
                Assert.True(
                    scale.Minimum > 0 && scale.Minimum < scale.Maximum,
                    $"{figure.Name}: colours from {scale.Minimum} to {scale.Maximum}");
            }

            if (isDrawn)
                Assert.NotEmpty(FigureRenderer.Draw(figure, Paper.Light));
        }
    }

    private static void HasMeaning(string text) =>
        Assert.All(text.Split('\n'), line => Assert.False(Nonsense().IsMatch(line), line));

    /// <summary>What is no number, and a time of less than nothing.</summary>
    [GeneratedRegex("NaN|Infinity|> ?[-−]\\d|> 0 iterations|of \\.\\*|\\(∞|-∞")]
    private static partial Regex Nonsense();
}
