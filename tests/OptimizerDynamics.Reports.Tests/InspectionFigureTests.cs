using OptimizerDynamics.Checkpoints;
using SkiaSharp;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>What is drawn of checkpoints: every layer, every feature that is finite, whatever the file holds.</summary>
public sealed class InspectionFigureTests
{
    private static CheckpointReading Read(params (string Name, double[] Scale, double[]? Shift)[] layers)
    {
        var tensors = new List<NamedTensor>();
        foreach (var (name, scale, shift) in layers)
        {
            void Add(string leaf, double[] values) =>
                tensors.Add(new NamedTensor($"{name}.{leaf}", TensorData.Of([values.Length], values)));
            Add("weight", scale);
            if (shift is not null)
                Add("bias", shift);
            Add("running_mean", new double[scale.Length]);
            Add("running_var", new double[scale.Length]);
        }

        return CheckpointReading.Of(new CheckpointContent("pytorch-zip", null, tensors, null, []));
    }

    private static IReadOnlyList<Figure> Figures(params CheckpointReading[] readings) => InspectionFigures.Of(CheckpointHistory.Of(
        [.. readings.Select((_, place) => $"folder/epoch{place}.pt")], [.. readings]));

    [Fact]
    public void Of_one_checkpoint_each_layer_has_a_row_and_each_feature_a_dot()
    {
        var figures = Figures(Read(("bn1", [1, 1e-5], [0, -1]), ("bn2", [0.5, 0.25], [0, 0])));
        Assert.Equal(["inspect-scale", "inspect-shift"], figures.Select(figure => figure.Name));
        Assert.Equal(["bn2", "bn1"], figures[0].Y.Labels.Select(label => label.Text));
        Assert.Equal([1e-5], Dots(figures[0], "row 1 dead"));
        Assert.Equal([1], Dots(figures[0], "row 1 alive"));
        Assert.Equal([0.25, 0.5], Dots(figures[0], "row 0 alive"));
        Assert.Contains(figures[0].Panels[0].Marks.OfType<Label>(), label => label.Text == "1 of 2");
        Assert.Equal(["bn1", "bn2"], figures[1].Panels.Select(panel => panel.Title));
        Assert.Equal("1 of 2 silent", figures[1].Panels[0].Note);
        Assert.StartsWith("epoch0.pt: 2 BatchNorm layers with 4 features, 1 of them with |γ| < 1e-3.", figures[0].Caption);
    }

    [Fact]
    public void Of_several_the_deaths_and_the_ways_are_drawn()
    {
        var figures = Figures(Read(("bn", [1, 1], [0, 0])), Read(("bn", [1, 0], [0, 0])));
        Assert.Equal(["inspect-deaths", "inspect-ways", "inspect-shift"], figures.Select(figure => figure.Name));
        Assert.Equal([double.PositiveInfinity, 0.5], figures[0].Panels[0].Marks.OfType<Cells>().Single().Values.ToArray());
        Assert.Equal(
            [1, InspectionFigures.Least],
            figures[1].Panels[0].Marks.OfType<Curve>().Single(curve => curve.Name == "feature 2").Points.Select(point => point.Y));
    }

    [Fact]
    public void What_is_not_finite_is_told_and_not_drawn()
    {
        var figures = Figures(Read(("bn", [double.NaN, 1, double.PositiveInfinity], [0, double.NaN, 1])));
        Assert.Equal([1], Dots(figures[0], "row 0 alive"));
        Assert.Contains("3 values are not finite", figures[0].Caption);
    }

    public static TheoryData<string> Odd => ["zero", "many", "wide", "names", "no shift", "one", "huge", "alike"];

    [Theory]
    [MemberData(nameof(Odd))]
    public void Odd_checkpoints_can_be_drawn(string kind)
    {
        var reading = kind switch
        {
            "zero" => Read(("bn", [0, 0, -0.0], [0, 0, 0])),
            "many" => Read([.. Enumerable.Range(0, 200).Select(i => ($"block.{i}.bn", new[] { 1.0, i * 1e-5 }, (double[]?)[0, 1]))]),
            "wide" => Read(("bn", [.. Enumerable.Range(1, 5000).Select(i => 1.0 / i)], new double[5000])),
            "names" => Read(($"層.{new string('x', 200)}.\u0001bn", [1], [1])),
            "no shift" => Read(("bn", [1, 2], null)),
            "one" => Read(("bn", [1e-3], [1e-30])),
            "huge" => Read(("bn", [1e300, 1e-300], [-1e300, 1e300])),
            _ => Read(("bn", [1, 1], [-2, -2])),
        };
        foreach (var figures in new[] { Figures(reading), Figures(reading, reading) })
        {
            using var picture = SKBitmap.Decode(FigureSheet.Draw(figures, Paper.Light, ".png"));
            Assert.InRange(picture.Height, 200, 12_000);
            Assert.NotEmpty(FigureSheet.Draw(figures, Paper.Dark, ".svg"));
        }
    }

    [Fact]
    public void Without_a_gamma_there_is_nothing_to_draw() => Assert.Empty(Figures(Read()));

    private static IEnumerable<double> Dots(Figure figure, string name) =>
        figure.Panels[0].Marks.OfType<Dots>().Single(dots => dots.Name == name).Points.Select(point => point.X);
}
