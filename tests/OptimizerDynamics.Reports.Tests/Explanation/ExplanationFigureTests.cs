namespace OptimizerDynamics.Reports.Tests;

/// <summary>The figures of an explanation: what is in them, for settings that are and are not like others.</summary>
public sealed class ExplanationFigureTests
{
    [Fact]
    public void Fates_have_a_panel_for_each_place_of_decay_and_the_diagram_has_the_setting_in_it()
    {
        var figures = ExplanationFigures.Of(Explained("adam", 1e-3, 1e-3, 5000));

        Assert.Equal(["silence", "setting"], figures.Select(figure => figure.Name));
        Assert.Equal(["L2: coupled", "weight decay: decoupled", "no decay"], figures[0].Panels.Select(panel => panel.Title));
        Assert.Equal("these settings", figures[0].Panels[0].Note);
        var marks = figures[1].Panels.Single().Marks;
        var cross = marks.OfType<Curve>().Last(curve => curve.Name == "the setting");
        Assert.All(cross.Points, point => Assert.Equal(1e-3, point.X));
        Assert.Contains(marks, mark => mark is Dots { Name: "Rate", IsOpen: true });
        Assert.Equal("l2", figures[1].X.Title);
    }

    [Theory]
    [InlineData("adam", 1e-3, 1e-3, 1)]          // an iteration
    [InlineData("adam", 0, 1e-3, 1000)]          // no decay
    [InlineData("adam", 1e-3, 0, 1000)]          // no learning rate
    [InlineData("sgd", 1e3, 0.1, 1000)]          // diverges
    [InlineData("yogi", 1e-3, 1e-2, 1_000_000)]  // no law, and too long
    [InlineData("adam", 1e-3, 1e-3, 1_000_000_000_000)]
    public void All_of_them_can_be_drawn(string optimizer, double lambda, double rate, long iterations)
    {
        var figures = ExplanationFigures.Of(Explained(optimizer, lambda, rate, iterations));

        foreach (var ending in FigureSheet.Endings)
            Assert.NotEmpty(FigureSheet.Draw(figures, Paper.Light, ending));
    }

    private static SettingExplanation Explained(string optimizer, double lambda, double rate, long iterations) => SettingExplanation.Of(
        FrameworkSetting.Read(
            Frameworks.Find("paper")!, optimizer, new Dictionary<string, double> { ["l2"] = lambda, ["lr"] = rate }, Schedule.Constant),
        iterations);
}
