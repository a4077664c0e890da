using FsCheck.Xunit;
using OxyPlot;
using SkiaSharp;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>Figures: what is asked for is there, in the colours and the typeface asked for, and nothing fails silently.</summary>
public sealed class DrawingTests
{
    private static readonly Ink Red = Ink.Of(0xC00000, 0xFF6060);

    [Theory]
    [InlineData(Paper.Light)]
    [InlineData(Paper.Dark)]
    public void A_curve_is_where_its_points_are(Paper paper)
    {
        // A line across the middle of a logarithmic axis from 1 to 100: at 10.
        using var picture = Draw(Figure(new Curve("c", [new(1, 10), new(100, 10)], Red, Stroke.Solid, 3)), paper);
        var rows = Enumerable.Range(0, picture.Height)
            .Where(y => Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y) == Colour(Red, paper)) > 1000)
            .ToList();
        Assert.InRange(rows.Count, 4, 8); // three points at two pixels each
        var frame = Frame(picture, paper);
        Assert.InRange(rows.Average(), (frame.Top + frame.Bottom) / 2 - 2, (frame.Top + frame.Bottom) / 2 + 2);
    }

    [Fact]
    public void Cells_fill_the_panel_from_the_bottom()
    {
        var scale = new ColourScale("s", 1, 100, [Ink.Of(0x0000FF, 0), Ink.Of(0x00FF00, 0)], [], Red, "never");
        using var picture = Draw(Figure(new Cells("c", 2, [1, 100, double.PositiveInfinity, double.NaN], scale)), Paper.Light);
        var frame = Frame(picture, Paper.Light);
        SKColor At(double x, double y) => picture.GetPixel((int)(frame.Left + x * frame.Width), (int)(frame.Bottom - y * frame.Height));
        Assert.Equal(new SKColor(0, 0, 255), At(0.25, 0.25));
        Assert.Equal(new SKColor(0, 255, 0), At(0.75, 0.25));
        Assert.Equal(Colour(Red, Paper.Light), At(0.25, 0.75));
        Assert.Equal(SKColors.White, At(0.75, 0.75));
    }

    [Fact]
    public void A_border_has_an_edge_for_each_neighbour_that_is_outside()
    {
        var border = new Border("b", 3, [false, false, false, false, true, false, false, false, false], Red);
        Assert.Equal(
            [(1, 1, 2, 1), (1, 1, 1, 2), (2, 1, 2, 2), (1, 2, 2, 2)],
            border.Edges().OrderBy(edge => (edge.FromRow, edge.FromColumn, edge.ToRow)));
    }

    [Fact]
    public void The_same_figure_is_the_same_file() =>
        Assert.Equal(
            FigureRenderer.Draw(SmokeStudy.Page.Figures[1], Paper.Dark), FigureRenderer.Draw(SmokeStudy.Page.Figures[1], Paper.Dark));

    [Fact]
    public void All_text_has_the_typeface_that_the_library_carries()
    {
        using var regular = ReportFonts.Of("λ", 10, isStrong: false);
        using var strong = ReportFonts.Of("θ ← 10⁻⁵ ≈ > × |g| “σ”", 10, isStrong: true);
        Assert.Equal(
            ("Inter", 400, 600), (regular.Typeface.FamilyName.Split(' ')[0], regular.Typeface.FontWeight, strong.Typeface.FontWeight));
    }

    /// <summary>OxyPlot would draw its own error message into the picture.</summary>
    [Fact]
    public void A_character_without_a_glyph_is_an_error_and_no_box()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Draw(Figure(new Label(10, 10, "漢", Red)), Paper.Light));
        Assert.Contains("The panel 'p' of the figure 'f' cannot be drawn", error.Message, StringComparison.Ordinal);
        Assert.Contains("漢", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Draw(Figure() with { Title = "漢" }, Paper.Light));
    }

    [Theory]
    [InlineData(1e-6, 1e-1, 6, "10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹")]
    [InlineData(1e-6, 1e-1, 3, "10⁻⁵ 10⁻³ 10⁻¹")]
    [InlineData(0.5, 20_000, 6, "1 10 100 1,000 10,000")]
    [InlineData(1e-8, 1, 5, "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 1")]
    public void A_logarithmic_axis_has_labels_at_decades(double from, double to, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', FigureAxis.Logarithmic("x", from, to, most).Labels.Select(label => label.Text)));

    [Fact]
    public void Every_optimizer_has_a_name_and_a_colour_of_its_own_that_can_be_seen_on_both_papers()
    {
        var inks = OptimizerCatalog.All.Select(optimizer => Theme.InkOf(optimizer.Name)).ToList();
        Assert.Equal(inks.Count, inks.Distinct().Count());
        Assert.All(OptimizerCatalog.All, optimizer => Assert.NotEqual(optimizer.Name, Theme.TitleOf(optimizer.Name)));
        // WCAG 2 asks for a contrast of 3 of what carries meaning in a figure.
        Assert.All(
            inks, ink => Assert.True(Contrast(ink.OnLight, OxyColors.White) >= 3 && Contrast(ink.OnDark, Ink.Page.OnDark) >= 3, $"{ink}"));
        Assert.Equal("mine", Theme.TitleOf("mine"));
    }

    /// <summary>What dies, what is supported and what series differ in have colours that no optimizer has, on neither paper.</summary>
    [Theory]
    [InlineData(Paper.Light)]
    [InlineData(Paper.Dark)]
    public void A_colour_means_one_thing(Paper paper)
    {
        Ink[] inks =
        [
            Theme.Dead, Theme.Supported, Theme.Contradicted, .. Enumerable.Range(0, 10).Select(Theme.InkOfSeries),
            .. OptimizerCatalog.All.Select(optimizer => Theme.InkOf(optimizer.Name)),
        ];
        Assert.Equal(inks.Length, inks.Select(ink => ink.On(paper)).Distinct().Count());
        Assert.All(inks, ink => Assert.True(Contrast(ink.On(paper), Ink.Page.On(paper)) >= 3, $"{ink}"));
        Assert.All(inks, ink => Assert.True(Contrast(ink.ForWords().On(paper), Ink.Page.On(paper)) >= 4.5, $"{ink}"));
        Assert.Equal(Theme.Dead, Theme.Dead.ForWords());
    }

    /// <summary>Words on cells: a contrast of 4.5, WCAG 2's for text.</summary>
    [Property]
    public void Words_on_cells_can_be_read(double value)
    {
        var share = Math.Abs(value % 1);
        Assert.All(new[] { ColourScale.Diverging, ColourScale.OneHue }, colours =>
        {
            var ground = new ColourScale("", 1, 10, colours, []).Of(Math.Pow(10, double.IsFinite(share) ? share : 0));
            Assert.True(
                Contrast(ground.OnLight, ground.Over().OnLight) >= 4.5 && Contrast(ground.OnDark, ground.Over().OnDark) >= 4.5,
                $"{ground}");
        });
    }

    [Fact]
    public void The_sequential_scale_grows_lighter_throughout()
    {
        var scale = new ColourScale("", 1, 1000, ColourScale.Sequential, []);
        var lightness = Enumerable.Range(0, 100).Select(i => Luminance(scale.Of(Math.Pow(10, i * 0.03)).OnLight)).ToList();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(scale.Of(1), scale.Of(0.01));
        Assert.Equal(scale.Of(1000), scale.Of(double.PositiveInfinity));
    }

    private static Figure Figure(params Mark[] marks) => new(
        "f", "A figure", "To see.", "How.", 1, 200, FigureAxis.Logarithmic("x", 1, 100), FigureAxis.Logarithmic("y", 1, 100),
        [new Panel("p", "", Ink.Text, [.. marks])], []);

    private static SKBitmap Draw(Figure figure, Paper paper) => SKBitmap.Decode(FigureRenderer.Draw(figure, paper));

    private static SKColor Colour(Ink ink, Paper paper) => new(ink.On(paper).R, ink.On(paper).G, ink.On(paper).B);

    /// <summary>The plot area, found by its frame: the longest lines of their colour.</summary>
    private static SKRectI Frame(SKBitmap picture, Paper paper)
    {
        var colour = Colour(Ink.Grid.Mix(Ink.Muted, 0.45), paper);
        bool Is(int x, int y) =>
            Math.Abs(picture.GetPixel(x, y).Red - colour.Red) < 8 && Math.Abs(picture.GetPixel(x, y).Blue - colour.Blue) < 8;
        var rows = Enumerable.Range(0, picture.Height)
            .Where(y => Enumerable.Range(0, picture.Width).Count(x => Is(x, y)) > picture.Width * 0.7)
            .ToList();
        var columns = Enumerable.Range(0, picture.Width)
            .Where(x => Enumerable.Range(0, picture.Height).Count(y => Is(x, y)) > 300)
            .ToList();
        return new SKRectI(columns[0], rows[0], columns[^1], rows[^1]);
    }

    private static double Luminance(OxyColor colour)
    {
        static double Linear(byte channel) => channel <= 10 ? channel / 255.0 / 12.92 : Math.Pow((channel / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);
    }

    private static double Contrast(OxyColor one, OxyColor other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }
}
