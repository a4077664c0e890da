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

    private static readonly Lazy<StudyPage> Whole = new(() => new MadeUpTrainings
    {
        Dead = trial => trial.Optimizer.Name == "adam" && trial.Regularization != Regularization.None
            ? [0, 1 + (int)trial.Seed % 2, (trial.Regularization == Regularization.L2 ? 5 : 3) + (trial.Lambda > 5e-4 ? 2 : 0)]
            : [0, 0, trial.Lambda > 5e-4 ? 1 : 0],
        Selectivity = trial => (0.7 + 0.01 * trial.Seed, 0.2, trial.Optimizer.Name == "adam" ? 0.5 : 0.3),
        Shift = trial => trial.Optimizer.Name == "adam" ? -0.3 : 0.1,
    }.Page(Optimizers));

    [Fact]
    public void The_page_is_as_approved() => Snapshot.Matches(Whole.Value.Markdown, "training", "md");

    [Theory]
    [InlineData("against")]
    [InlineData("selectivity")]
    [InlineData("sparsity")]
    [InlineData("layers")]
    [InlineData("error")]
    [InlineData("features")]
    [InlineData("scale-shift")]
    [InlineData("pruning")]
    public void The_data_of_a_figure_is_as_approved(string name) =>
        Snapshot.Matches(FigureText.Of(Whole.Value.Figures.Single(figure => figure.Name == name)), $"training-{name}");

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
    [InlineData("H2", "optimizer: adam -> optimizer: [sgd, adam]", 1)]
    [InlineData("H3", "regularization: l2 -> regularization: [l2, weightDecay]", 1)]
    [InlineData("H4", "batchSize: 20 -> batchSize: [10, 20, 40]", 3)]
    [InlineData("H5", "width: 0.125 -> width: [0.125, 0.25]", 1)]
    [InlineData("H6", "data: objects-clean -> data: [objects-clean, objects-cluttered]", 1)]
    public void What_is_compared_decides(string id, string sweep, int comparisons)
    {
        static bool IsSparser(TrainingTrial trial) =>
            trial.Optimizer.Name == "adam" && trial.Regularization == Regularization.L2 && trial.Data == "objects-clean";
        int Dead(TrainingTrial trial, string hypothesis) => hypothesis switch
        {
            "H4" => 40 / trial.BatchSize,
            "H5" => trial.Width > 0.2 ? 3 : 1,
            _ => IsSparser(trial) ? 3 : 1,
        };
        Finding Found(Func<TrainingTrial, int> dead) =>
            new MadeUpTrainings
            {
                Dead = trial => [0, 0, dead(trial)],
            }.Page($"[H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H12, H13] -> [{id}]", sweep).Findings.Single();

        var supported = Found(trial => Dead(trial, id));
        Assert.Equal((id, "supported", comparisons), (supported.Id, supported.Outcome, supported.Comparisons.Length));
        Assert.Equal("contradicted", Found(trial => 6 - Dead(trial, id)).Outcome);
        Assert.Equal("inconclusive", Found(trial => trial.Seed % 2 == 0 ? Dead(trial, id) : 6 - Dead(trial, id)).Outcome);
        Assert.Equal("inconclusive", Found(_ => 2).Outcome);
        // Five seeds cannot tell, however well they agree.
        Assert.Equal(
            "inconclusive",
            new MadeUpTrainings
            {
                Dead = trial => [0, 0, Dead(trial, id)],
            }.Page(
                $"[H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H12, H13] -> [{id}]", sweep, "seeds: 6 -> seeds: 5").Findings.Single().Outcome);
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
            LivingScale = id == "H13" && !isSo ? 5e-3 : 0.5, // between the thresholds
        };
        var finding = made.Page($"[H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H12, H13] -> [{id}]", sweep).Findings.Single();
        // Of H13's two measures the one by activation does not look at γ.
        Assert.Equal((id, isSo ? "supported" : id == "H13" ? "mixed" : "contradicted"), (finding.Id, finding.Outcome));
    }

    /// <summary>Numbers by hand: layers of ten with one and three features lost, selective by 0.5 more.</summary>
    [Fact]
    public void Effects_are_what_they_are_by_hand()
    {
        var page = new MadeUpTrainings
        {
            Dead = trial => [0, 1, trial.Regularization == Regularization.L2 ? 3 : 1],
            Selectivity = _ => (0.7, 0.2, 0.3),
        }
            .Page("regularization: l2 -> regularization: [l2, weightDecay]");
        double Effect(string id, int place) => page.Findings.Single(finding => finding.Id == id).Comparisons[place].Verdict.Paired!.Mean;
        Assert.Equal(2 / 30.0, Effect("H3", 0), 1e-12);
        Assert.Equal(0.5, Effect("H8", 0), 1e-12);
        Assert.Equal(0.3, Effect("H12", 0), 1e-12); // of three layers the last less the first
        Assert.Equal(0.05, Effect("H13", 0), 1e-12);
        Assert.Equal(0.001, Effect("H10", 0), 1e-12);
        Assert.Equal("Adam, L2 1e-3: against WD", page.Findings.Single(finding => finding.Id == "H3").Comparisons[0].What);
    }

    [Fact]
    public void A_study_without_hypotheses_finds_none() =>
        Assert.Empty(
            new MadeUpTrainings().Page(", hypotheses: [H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H12, H13], against: lambda -> ").Findings);

    [Fact]
    public void A_study_of_which_nothing_was_completed_is_refused() =>
        Assert.Contains(
            "expected the record of a training that was completed, found none",
            Assert.Throws<FormatException>(() => TrainingPage.Of(MadeUpTrainings.Study(), [])).Message, StringComparison.Ordinal);
}
