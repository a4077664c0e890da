using OptimizerDynamics.Experiments;
using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// The report of a training study: what it says of the paper's hypotheses where the records are made so that it must, and the page and its
/// figures as they were approved.
/// </summary>
public sealed class TrainingPageTests
{
    private const string Optimizers =
        "optimizer: adam, regularization: l2, lambda: 1e-3} -> }\nsweep: {optimizer: [sgd, adam], regularization: [none, l2, weightDecay], "
            + "lambda: [1e-4, 1e-3]}";

    private const string Hypotheses =
        """
        hypotheses: {} -> hypotheses: {H1: {primary: 'adam, none', secondary: ['sgd, none']},
          H2: 'adam, L2, λ = 1e-3 - adam, none > sgd, L2, λ = 1e-3 - sgd, none',
          H3: {primary: 'adam, L2, λ = 1e-3 > adam, WD, λ = 1e-3'},
          H8: 'adam, L2, λ = 1e-3', H9: 'adam, L2, λ = 1e-3 > sgd, L2, λ = 1e-3', H10: 'adam, L2, λ = 1e-3',
          H12: 'adam, L2, λ = 1e-3', H13: 'adam, L2, λ = 1e-3'}
        """;

    /// <summary>A report that supports hypotheses and has most figures.</summary>
    internal static Lazy<StudyPage> Whole { get; } = new(() => new MadeUpTrainings
    {
        Dead = trial => trial.Optimizer.Name == "adam" && trial.Regularization != Regularization.None
            ? [0, 1 + (int)trial.Seed % 2, (trial.Regularization == Regularization.L2 ? 5 : 3) + (trial.Lambda > 5e-4 ? 2 : 0)]
            : [0, 0, trial.Lambda > 5e-4 ? 1 : 0],
        Selectivity = trial => (0.7 + 0.01 * trial.Seed, 0.2, trial.Optimizer.Name == "adam" ? 0.5 : 0.3),
        Shift = trial => trial.Optimizer.Name == "adam" ? -0.3 : 0.1,
        HasRates = true,
    }.Page(Optimizers, Hypotheses, "seeds: 6 -> seeds: 7"));

    [Fact]
    public void The_page_is_as_approved() => Snapshot.Matches(Whole.Value.Markdown, "training", "md");

    [Theory]
    [InlineData("forest")]
    [InlineData("against")]
    [InlineData("selectivity")]
    [InlineData("sparsity")]
    [InlineData("thresholds")]
    [InlineData("layers")]
    [InlineData("error")]
    [InlineData("features")]
    [InlineData("scale-shift")]
    [InlineData("pruning")]
    public void The_data_of_a_figure_is_as_approved(string name) =>
        Snapshot.Matches(FigureText.Of(Whole.Value.Figures.Single(figure => figure.Name == name)), $"training-{name}");

    /// <summary>Verdicts have inks and fillings of their own; what was seen afterwards has none of them, and the caption says so.</summary>
    [Fact]
    public void The_first_figure_draws_every_comparison_by_its_verdict()
    {
        var (study, made) = (MadeUpTrainings.Study(Optimizers, Hypotheses, "seeds: 6 -> seeds: 7"), new MadeUpTrainings());
        var afterwards = TrainingPage.Of(study, [.. study.Trials.Select(made.Record)]).Figures[0];
        Dots[] Drawn(Figure figure) => [.. figure.Panels[0].Marks.OfType<Dots>()];

        Assert.Equal("forest", Whole.Value.Figures[0].Name);
        var comparisons = Whole.Value.Findings.SelectMany(finding => finding.Primary.Concat(finding.Secondary)).ToList();
        Assert.Equal(comparisons.Count, Drawn(Whole.Value.Figures[0]).Length);
        Assert.Equal(
            Whole.Value.Findings.SelectMany(finding => finding.Primary).Count(tested => tested.Verdict.Outcome == VerdictOutcome.Supported),
            Drawn(Whole.Value.Figures[0]).Count(dots => dots.Ink == Theme.Supported && !dots.IsOpen && dots.Size > 3));
        Assert.All(Drawn(afterwards), dots => Assert.Equal(Ink.Muted, dots.Ink));
        Assert.Contains("No verdict, drawn in grey: H1, H2", afterwards.Caption, StringComparison.Ordinal);
    }

    /// <summary>Where settings differ in more than a number each has a row, with the paper's shares of the same λ and mini-batch.</summary>
    [Fact]
    public void Settings_without_an_axis_are_drawn_row_by_row_beside_the_paper()
    {
        var page = new MadeUpTrainings { Dead = trial => [0, 0, trial.Optimizer.Name == "adam" ? 6 : 3] }.Page(
            "batchSize: 20 -> batchSize: 40", "against: lambda,  -> ", Optimizers, "seeds: 6 -> seeds: 2");
        var figure = page.Figures.Single(figure => figure.Name == "settings");
        Snapshot.Matches(FigureText.Of(figure), "training-settings");
        var paper = figure.Panels[0].Marks.OfType<Dots>()
            .Where(dots => dots.IsOpen)
            .SelectMany(dots => dots.Points)
            .Select(point => point.X);
        // SGD without: 0 and 0; L2 and WD of 10⁻³: 27 and 23 each; of 10⁻⁴: 0; Adam without, L2 (also Tiny-ImageNet) and WD of 10⁻⁴.
        Assert.Equal(
            new[] { 0, 0, 0, 0, 0.27, 0.23, 0, 0, 0.27, 0.23, 0, 0, 0.70, 0.47, 0.48, 0.40, 0.03 }.Order(), paper.Order());
    }

    /// <summary>Features of nine optimizers and regularizers each have a panel, and what has none is counted in the caption.</summary>
    [Fact]
    public void Nothing_is_left_out_in_silence()
    {
        var page = new MadeUpTrainings { Dead = trial => [0, 0, trial.Optimizer.Name == "sgd" ? 0 : 1] }.Page(
            "optimizer: adam, regularization: l2, lambda: 1e-3} -> }\nsweep: {optimizer: [sgd, adam, amsgrad, rmsprop, adamax], "
                + "regularization: [l2, weightDecay], lambda: [1e-4, 1e-3]}", "seeds: 6 -> seeds: 6");
        Figure Of(string name) => page.Figures.Single(figure => figure.Name == name);
        Assert.Equal(10, Of("features").Panels.Length);
        Assert.Contains("10 of 20", Of("features").Caption, StringComparison.Ordinal);
        Assert.Equal(20, Of("thresholds").Panels.Sum(panel => panel.Marks.OfType<Curve>().Count(curve => curve.Name != "threshold")));
        Assert.Equal(20, Of("pruning").Panels.Sum(panel => panel.Marks.OfType<Dots>().Count(dots => dots.Name == "pruned")));
    }

    /// <summary>Trainings of two lengths share a panel, a line ends where its training does.</summary>
    [Fact]
    public void Deaths_over_the_logarithm_of_the_iteration_are_as_approved()
    {
        var page = new MadeUpTrainings { HasDeaths = true, Dead = trial => [0, 0, trial.Lambda > 5e-4 ? 6 : 3] }.Page(
            "iterations: 100, optimizer: adam, regularization: l2, lambda: 1e-3} -> optimizer: adam, regularization: l2}\n"
                + "sweep: {iterations: [200, 1000], lambda: [1e-4, 1e-3]}", "seeds: 6 -> seeds: 2");
        Snapshot.Matches(FigureText.Of(page.Figures.Single(figure => figure.Name == "deaths")), "training-deaths");
    }

    [Fact]
    public void Every_figure_is_shown_once_and_can_be_drawn()
    {
        Assert.Equal(
            Whole.Value.Figures.Select(figure => $"]({figure.Name}.png)").Order(),
            Whole.Value.Body.Split('\n')
                .Where(line => line.StartsWith("![", StringComparison.Ordinal))
                .Select(line => line[line.LastIndexOf(']')..])
                .Order());
        Assert.All(Whole.Value.Figures, figure => Assert.InRange(FigureRenderer.Draw(figure, Paper.Light).Length, 5_000, 2_000_000));
    }

    /// <summary>
    /// Each hypothesis is supported where the records are made so, contradicted where they are made the other way round, and open where the
    /// seeds disagree.
    /// </summary>
    [Theory]
    [InlineData(
        "H2", "optimizer: adam, regularization: l2 -> optimizer: [sgd, adam], regularization: [none, l2]",
        "adam, L2, λ = 1e-3 - adam, none > sgd, L2, λ = 1e-3 - sgd, none")]
    [InlineData("H3", "regularization: l2 -> regularization: [l2, weightDecay]", "L2 > WD")]
    [InlineData("H4", "batchSize: 20 -> batchSize: [10, 20]", "mini-batch 10 > mini-batch 20")]
    [InlineData("H5", "width: 0.125 -> width: [0.125, 0.25]", "width 0.25 > width 0.125")]
    [InlineData("H6", "data: objects-clean -> data: [objects-clean, objects-cluttered]", "objects-clean > objects-cluttered")]
    [InlineData(
        "H17", "regularization: l2 -> regularization: l2, decayed: [all, weight]", "decayed all, L2 on all > decayed weight, L2 on weight")]
    public void What_is_compared_decides(string id, string sweep, string contrast)
    {
        static bool IsSparser(TrainingTrial trial) =>
            trial.Optimizer.Name == "adam" && trial.Regularization == Regularization.L2 && trial.Data == "objects-clean"
            && trial.ValueOf(TrainingParameters.Decayed) == ParameterKinds.All;
        int Dead(TrainingTrial trial) => id switch
        {
            "H4" => 40 / trial.BatchSize,
            "H5" => trial.Width > 0.2 ? 3 : 1,
            _ => IsSparser(trial) ? 3 : 1,
        };
        Finding Found(Func<TrainingTrial, int> dead, int seeds = 6) =>
            new MadeUpTrainings { Dead = trial => [0, 0, dead(trial)] }
                .Page(Planned(id, contrast), sweep, $"seeds: 6 -> seeds: {seeds}").Findings.Single();

        var supported = Found(Dead);
        Assert.Equal((id, HypothesisOutcome.Supported, ""), (supported.Id, supported.Outcome, supported.Reason));
        Assert.Equal([TestedMeasure.ByScale, TestedMeasure.ByActivation], supported.Primary.Select(tested => tested.By));
        Assert.Equal(HypothesisOutcome.Contradicted, Found(trial => 6 - Dead(trial)).Outcome);
        Assert.Equal(HypothesisOutcome.Open, Found(trial => trial.Seed % 2 == 0 ? Dead(trial) : 6 - Dead(trial)).Outcome);
        Assert.Equal(HypothesisOutcome.Open, Found(_ => 2).Outcome);
        // Five seeds cannot tell, however well they agree.
        var few = Found(Dead, seeds: 5);
        Assert.Equal((HypothesisOutcome.Open, "5 seeds give estimates and no verdict"), (few.Outcome, few.Reason));
    }

    [Theory]
    [InlineData("H1", true)]
    [InlineData("H1", false)]
    [InlineData("H7", true)]
    [InlineData("H7", false)]
    [InlineData("H8", true)]
    [InlineData("H8", false)]
    [InlineData("H9", true)]
    [InlineData("H9", false)]
    [InlineData("H10", true)]
    [InlineData("H10", false)]
    [InlineData("H12", true)]
    [InlineData("H12", false)]
    [InlineData("H13", true)]
    [InlineData("H13", false)]
    public void A_measure_decides(string id, bool isSo)
    {
        var sweep = id switch
        {
            "H1" => "regularization: l2 -> regularization: none",
            "H7" => "width: 0.125 -> width: 0.125, negativeSlope: [0, 0.1]",
            "H9" => "optimizer: adam -> optimizer: [sgd, adam]",
            _ => "seeds: 6 -> seeds: 6",
        };
        var contrast = id switch
        {
            "H7" => "negative slope 0.1 > negative slope 0",
            "H9" => "adam > sgd",
            _ => TrainingStudy.OnlySetting,
        };
        static bool IsAdam(TrainingTrial trial) => trial.Optimizer.Name == "adam";
        var made = new MadeUpTrainings
        {
            Dead = trial => id switch
            {
                "H1" => isSo ? [0, 0, 0] : [1, 0, 1],
                "H7" => trial.NegativeSlope > 0 && !isSo ? [0, 0, 1] : [0, 2, 4],
                "H12" => isSo ? [0, 1, 4] : [4, 1, 0],
                _ => [0, 2, 4],
            },
            Selectivity = trial => id == "H9" ? (0.5, 0.5, IsAdam(trial) == isSo ? 0.6 : 0.4) : isSo ? (0.8, 0.1, 0.1) : (0.1, 0.8, 0.1),
            Shift = trial => IsAdam(trial) == isSo ? -1 : 1,
            Change = _ => isSo ? 0 : 0.01,
            HasRates = id == "H8",
            LivingScale = id == "H13" && !isSo ? 5e-3 : 0.5, // between the thresholds
        };
        var finding = made.Page(Planned(id, contrast), sweep).Findings.Single();
        // Of H13's two measures the one by activation does not look at γ; of H10's two the one by γ alone changes the error.
        var otherwise = id is "H13" or "H10" ? HypothesisOutcome.DependsOnTheMeasure : HypothesisOutcome.Contradicted;
        Assert.Equal((id, isSo ? HypothesisOutcome.Supported : otherwise), (finding.Id, finding.Outcome));
    }

    /// <summary>Numbers by hand: layers of ten with one and three features lost, selective by 0.5 more.</summary>
    [Fact]
    public void Effects_are_what_they_are_by_hand()
    {
        var page = new MadeUpTrainings
        {
            Dead = trial => [0, 1, trial.Regularization == Regularization.L2 ? 3 : 1],
            Selectivity = _ => (0.7, 0.2, 0.3),
            HasRates = true,
        }
            .Page(
                "regularization: l2 -> regularization: [l2, weightDecay]",
                "hypotheses: {} -> hypotheses: {H3: 'L2 > WD', H8: L2, H10: L2, H12: L2, H13: L2}");
        double Effect(string id, int place = 0) => page.Findings.Single(finding => finding.Id == id).Primary[place].Verdict.Paired!.Mean;
        Assert.Equal(2 / 30.0, Effect("H3"), 1e-12);
        Assert.Equal(2 / 30.0, Effect("H3", 1), 1e-12);
        Assert.Equal(0.5, Effect("H8"), 1e-12); // each that dies is more selective than each that lives: an area of 1
        Assert.Equal(0.3, Effect("H12"), 1e-12); // of three layers the last less the first
        Assert.Equal(0.05, Effect("H13"), 1e-12);
        Assert.Equal(0.001, Effect("H10"), 1e-12);
        Assert.Equal("L2 > WD", page.Findings.Single(finding => finding.Id == "H3").Primary[0].What);
    }

    [Fact]
    public void A_study_without_hypotheses_finds_none_and_says_that_it_is_exploratory()
    {
        var page = new MadeUpTrainings().Page();
        Assert.Empty(page.Findings);
        Assert.Contains("give no verdict on any hypothesis", page.Markdown, StringComparison.Ordinal);
    }

    /// <summary>A plan that was changed when the records were there takes the verdict away, and so do records that are not all there
    /// yet.</summary>
    [Fact]
    public void Records_of_another_plan_or_too_few_of_them_give_no_verdict()
    {
        string[] sweep = ["regularization: l2 -> regularization: [l2, weightDecay]", Planned("H3", "L2 > WD")];
        var made = new MadeUpTrainings { Dead = trial => [0, 0, trial.Regularization == Regularization.L2 ? 5 : 1] };
        var study = MadeUpTrainings.Study(sweep);
        var records = study.Trials.Select(trial => made.Record(trial) with { Plan = study.Plan!.Hash }).ToList();
        Finding Found(IEnumerable<TrialRecord> of) => TrainingPage.Of(study, [.. of]).Findings.Single();
        Assert.Equal(HypothesisOutcome.Supported, Found(records).Outcome);
        Assert.Equal(
            "seen afterwards: 12 of 12 records were not made under this plan", Found(records.Select(Without)).Reason);
        Assert.Equal(
            "seen afterwards: 1 of 12 records were not made under this plan",
            Found(records.Select((record, index) => index == 3 ? record with { Plan = "0123456789abcdef" } : record)).Reason);
        var some = Found(records.Where(record => !(record.Specification.Keys.Contains("seed") && record.Id == records[0].Id)));
        Assert.Equal((HypothesisOutcome.Open, "5 of 6 seeds have been run, no verdict"), (some.Outcome, some.Reason));
        Assert.Equal(5, some.Primary[0].Verdict.Effect.Count);

        static TrialRecord Without(TrialRecord record) => record with { Plan = null };
    }

    /// <summary>By γ nothing differs, by activation all: the verdict depends on the measure.</summary>
    [Fact]
    public void Measures_that_disagree_are_said_to()
    {
        var page = new MadeUpTrainings { Dead = _ => [0, 1, 3], LivingScale = 0.5, Silent = trial => trial.Width > 0.2 ? 2 : 0 }
            .Page("width: 0.125 -> width: [0.125, 0.25]", Planned("H5", "width 0.25 > width 0.125"));
        Assert.Equal(HypothesisOutcome.DependsOnTheMeasure, page.Findings.Single().Outcome);
        Assert.Contains("**depends on the measure**", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_which_nothing_was_completed_is_refused() =>
        Assert.Contains(
            "expected the record of a training that was completed, found none",
            Assert.Throws<FormatException>(() => TrainingPage.Of(MadeUpTrainings.Study(), [])).Message, StringComparison.Ordinal);

    private static string Planned(string id, string contrast) => $"hypotheses: {{}} -> hypotheses: {{{id}: '{contrast}'}}";
}
