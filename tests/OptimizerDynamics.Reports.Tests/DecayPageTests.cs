using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// The report of a small study: page, tables and the data of every figure as they were approved; and what must hold of them whatever they
/// are.
/// </summary>
public sealed class DecayPageTests
{
    [Fact]
    public void The_page_is_as_approved() => Snapshot.Matches(SmokeStudy.Page.Markdown, "low-gradient-smoke", "md");

    [Theory]
    [InlineData("half-life")]
    [InlineData("measures")]
    public void The_tables_beside_it_are_as_approved(string name) =>
        Snapshot.Matches(SmokeStudy.Page.Tables[name].ToCsv(), $"low-gradient-smoke-{name}", "csv");

    [Theory]
    [InlineData("at-a-glance")]
    [InlineData("decay")]
    [InlineData("half-life")]
    [InlineData("phase-noise")]
    [InlineData("phase-activity")]
    [InlineData("phase-learning-rate")]
    public void The_data_of_a_figure_is_as_approved(string name) =>
        Snapshot.Matches(FigureText.Of(SmokeStudy.Page.Figures.Single(figure => figure.Name == name)), $"low-gradient-smoke-{name}");

    [Fact]
    public void Every_figure_is_shown_once_and_every_picture_on_the_page_is_a_figure() => Assert.Equal(
        SmokeStudy.Page.Figures.Select(figure => $"]({figure.Name}.png)").Order(),
        SmokeStudy.Page.Body.Split('\n')
            .Where(line => line.StartsWith("![", StringComparison.Ordinal))
            .Select(line => line[line.LastIndexOf(']')..])
            .Order());

    /// <summary>It describes, and decides nothing; the table and the figure count the same verdicts.</summary>
    [Fact]
    public void Table_and_figure_agree()
    {
        Assert.Empty(SmokeStudy.Page.Findings);
        var rows = SmokeStudy.Page.Tables["half-life"].Rows;
        var cells = SmokeStudy.Page.Figures[0].Panels.SelectMany(panel => panel.Marks.OfType<Cells>()).ToList();
        Assert.Equal(rows.Count(row => row[^1] == "inconclusive"), cells[0].Values.Count(double.IsPositiveInfinity));
        Assert.Equal(rows.Count(row => row[^1] == "supported"), cells[0].Values.Count(value => value > 1 && double.IsFinite(value)));
        Assert.Equal(rows.Count(row => row[^1] == "contradicted"), cells[0].Values.Count(value => value < 1));
    }

    /// <summary>The same records give the same page, in whatever order they come.</summary>
    [Fact]
    public void The_order_of_the_records_does_not_matter()
    {
        var shuffled = SmokeStudy.Records.OrderByDescending(record => record.Id, StringComparer.Ordinal).ToList();
        var page = DecayPage.Of(SmokeStudy.Study, shuffled);
        Assert.Equal(SmokeStudy.Page.Markdown, page.Markdown);
        Assert.Equal(SmokeStudy.Page.Figures.Select(FigureText.Of), page.Figures.Select(FigureText.Of));
    }

    [Fact]
    public void A_record_of_another_kind_is_named()
    {
        var foreign = SmokeStudy.Records[0] with { Specification = new TrialSpecification("training", []) };
        var error = Assert.Throws<FormatException>(() => DecayPage.Of(SmokeStudy.Study, [foreign]));
        Assert.Equal(
            $"the record {foreign.Id}: the specification is of a trial of kind 'training'; expected 'low-gradient'", error.Message);
    }

    /// <summary>A study can sweep the noise: then each noise has figures, tables and comparisons of its own.</summary>
    [Fact]
    public void Settings_that_were_swept_are_not_mixed()
    {
        var noisy = SmokeStudy.Study.Trials.Zip(
            SmokeStudy.Records,
            (trial, record) =>
                record with { Specification = (trial with { Process = trial.Process with { NoiseAfter = 1e-3 } }).Specification });
        var page = DecayPage.Of(SmokeStudy.Study, SmokeStudy.Records.AddRange(noisy));
        Assert.Contains("## σ = 1e-5, before 1; p = 1; θ from 1\n", page.Body, StringComparison.Ordinal);
        Assert.Contains("## σ = 1e-3, before 1; p = 1; θ from 1\n", page.Body, StringComparison.Ordinal);
        Assert.Contains("](decay-2.png)", page.Body, StringComparison.Ordinal);
        Assert.Equal(["half-life", "half-life-2", "measures", "measures-2"], page.Tables.Keys);
        Assert.Equal(SmokeStudy.Page.Figures.Length + 3, page.Figures.Select(figure => figure.Name).Distinct().Count());
    }

    [Fact]
    public void No_trials_are_no_report() =>
        Assert.Contains(
            "found none", Assert.Throws<FormatException>(() => DecayPage.Of(SmokeStudy.Study, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_setting_that_a_study_changes_is_said_in_the_captions()
    {
        var records = SmokeStudy.Study.Trials.Zip(SmokeStudy.Records, (trial, record) => trial.Optimizer.Name != "adam" ? record
            : record with { Specification = (trial with { Settings = trial.Settings.SetItem("lr", 2e-3) }).Specification });
        Assert.Contains(
            "or their authors'; changed: Adam lr 2e-3.", DecayPage.Of(SmokeStudy.Study, [.. records]).Figures[0].Caption,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_that_diverged_is_said_and_in_no_comparison()
    {
        var trial = SmokeStudy.Setting.Find(OptimizerCatalog.Find("adam")!, OptimizerDynamics.Regularization.L2, 1e-4)!;
        var result =
            trial.Result with { Outcomes = trial.Result.Outcomes.SetItem(0, new DecayOutcome(1, double.NaN, double.NaN, double.NaN)) };
        var records = SmokeStudy.Records.Select(record => record.Id != trial.Trial.Specification.Id ? record
            : record with { Result = result.ToJson(), Status = TrialStatus.Diverged, Reason = result.Diverged }).ToImmutableArray();

        var page = DecayPage.Of(SmokeStudy.Study, records);
        Assert.Contains("* 1 of them diverged.", page.Body, StringComparison.Ordinal);
        Assert.Contains("diverged / ", page.Body, StringComparison.Ordinal);
        Assert.Equal(SmokeStudy.Page.Tables["half-life"].Rows.Length - 1, page.Tables["half-life"].Rows.Length);
    }
}
