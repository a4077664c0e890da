using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Hypotheses;

/// <summary>H11 in the committed records: the verdict that the report shows, for which optimizers it holds; and, beyond the paper, where
/// half-lives turn.</summary>
/// <remarks>
/// A verdict changes here only if a rule, the protocol or the records do: then look which, and change what is written beside it.
/// </remarks>
public sealed class H11RecordsTests
{
    private static readonly Lazy<IReadOnlyList<TrialRecord>> Lines = new(
        () => RunStore.ReadLines(Path.Combine(AppContext.BaseDirectory, "reports", "low-gradient", "records.jsonl")));
    private static readonly Lazy<DecayRecords> Records = new(() => DecayRecords.Read(Registry.Standard, Lines.Value));
    private static readonly Lazy<StudyPage> Claim = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reports", "low-gradient-claim");
        return DecayPage.Of(
            (LowGradientStudy)StudyFile.Read(Registry.Standard, Path.Combine(folder, "study.yaml"), "standard"),
            RunStore.ReadLines(Path.Combine(folder, "records.jsonl")));
    });

    private static readonly double[] Lambdas = [1e-6, 3.16e-6, 1e-5, 3.16e-5, 1e-4, 3.16e-4, 1e-3, 3.16e-3, 1e-2, 3.16e-2, 1e-1];

    [Fact]
    public void Both_primary_comparisons_support_the_claim()
    {
        var finding = Assert.Single(Claim.Value.Findings);
        Assert.Equal(("H11", "supported"), (finding.Id, finding.Outcome));
        Assert.Equal(
            ["Adam with L2 of 1e-4 before Adam with weight decay of 1e-4", "Adam with L2 of 1e-5 before SGD with L2 of 1e-4"],
            finding.Comparisons.Select(comparison => comparison.What));
        Assert.All(finding.Comparisons, comparison => Assert.Equal(VerdictOutcome.Supported, comparison.Verdict.Outcome));
    }

    /// <summary>"Certain" made exact, by the time to 1e-3: L2 before weight decay at λ = 1e-6, 1e-5, 1e-4, and before SGD of ten times
    /// these; + supported, − contradicted, · not decided.</summary>
    [Theory]
    [InlineData("adam", "+++", "+++")]
    [InlineData("rmsprop", "+++", "+++")]
    [InlineData("adamax", "+++", "++-")]
    [InlineData("amsgrad", "·--", "---")]
    [InlineData("adagrad", "·--", "---")]
    [InlineData("adadelta", "··-", "---")]
    public void The_claim_holds_for_Adam_and_RMSProp(string optimizer, string againstWeightDecay, string againstSgd)
    {
        var rows = Claim.Value.Tables["comparisons"].Rows.Where(row => row[0] == optimizer).ToList();
        string Of(string other) => string.Concat(rows.Where(row => row[2].EndsWith(other, StringComparison.Ordinal)).Select(
            row => row[^1] switch { "supported" => '+', "contradicted" => '-', _ => '·' }));
        Assert.Equal((againstWeightDecay, againstSgd), (Of("WeightDecay"), Of("L2")));
    }

    /// <summary>
    /// Half-lives: L2 before weight decay of the same λ, from λ = 1e-6 to 0.1 in half decades: + supported, − contradicted, · not decided.
    /// </summary>
    [Theory]
    // The second moment forgets in a hundred steps (β₂ = 0.99): L2 is first up to λ = 3.16e-4, at the paper's 1e-4 three times as fast.
    [InlineData("adam", "++++++-----")]
    [InlineData("rmsprop", "++++++-----")]
    // It forgets in a thousand (β₂ = 0.999): ten times later, so weight decay is first from λ = 1e-4 on.
    [InlineData("adamax", "·+++-------")]
    [InlineData("nadam", "·+++-------")]
    [InlineData("radam", "··++-------")]
    [InlineData("adabelief", "··++-------")]
    // A sign knows nothing to forget: 5,000 steps of α = 1e-4, whatever λ.
    [InlineData("lion", "+++++------")]
    // It never forgets: never.
    [InlineData("amsgrad", "····-------")]
    [InlineData("adagrad", "····-------")]
    [InlineData("yogi", "····-------")]
    // It forgets in ten steps (ρ = 0.9), but the unit that it measures its steps in shrinks with them.
    [InlineData("adadelta", "····-------")]
    public void L2_against_weight_decay(string optimizer, string verdicts) =>
        Assert.Equal(verdicts, Verdicts(H11.WithWeightDecay, optimizer, Lambdas.Length));

    /// <summary>Half-lives: L2 before SGD with L2 of ten times the λ, from 1e-6 to 0.01.</summary>
    [Theory]
    [InlineData("adam", "+++·-----")]
    [InlineData("rmsprop", "+++·-----")]
    [InlineData("adamax", "·+-------")]
    [InlineData("nadam", "··-------")]
    [InlineData("lion", "+++------")]
    [InlineData("amsgrad", "··-------")]
    [InlineData("adagrad", "··-------")]
    public void L2_against_SGD_of_ten_times_the_lambda(string optimizer, string verdicts) =>
        Assert.Equal(verdicts, Verdicts(H11.WithSgd(10), optimizer, 9));

    /// <summary>
    /// Where in the phase diagrams Adam's L2 kills the parameter before weight decay of the same λ does: λ, and the other axis.
    /// </summary>
    [Theory]
    [InlineData(PhaseAxis.NoiseAfter, 1e-5, 1e-6, true)]
    [InlineData(PhaseAxis.NoiseAfter, 1e-5, 1e-3, false)] // λθ is lost in the noise
    [InlineData(PhaseAxis.NoiseAfter, 1e-3, 1e-5, true)] // dead (below 1e-3) before, half of it lost after: the end of weight decay is slow
    [InlineData(PhaseAxis.NoiseAfter, 1e-2, 1e-5, false)]
    [InlineData(PhaseAxis.ActiveFraction, 1e-5, 5e-4, true)]
    [InlineData(PhaseAxis.ActiveFraction, 1e-5, 1e-2, false)] // every hundredth iteration is often enough to stay alive
    [InlineData(PhaseAxis.LearningRateFactor, 1e-5, 1, true)]
    [InlineData(PhaseAxis.LearningRateFactor, 1e-5, 10, true)]
    [InlineData(PhaseAxis.LearningRateFactor, 1e-5, 0.03, false)] // too slow to be gone within the run
    public void Where_L2_in_Adam_kills_first(PhaseAxis axis, double lambda, double other, bool isFirst)
    {
        var diagram = Records.Value.Diagrams.Single(setting => setting.Shared.Axis == axis);
        var adam = OptimizerCatalog.Find("adam")!;
        var (column, row) = (Nearest(diagram.Shared.Lambda.Values, lambda), Nearest(diagram.Shared.Rows.Values, other));
        double Time(Regularization regularization) =>
            diagram.Times(adam, regularization)!.Value[row * diagram.Shared.Lambda.Cells + column];
        Assert.Equal(isFirst, Time(Regularization.L2) < Time(Regularization.WeightDecay));
    }

    /// <summary>AMSGrad and Adagrad: at the paper's learning rate in no cell at all.</summary>
    [Theory]
    [InlineData("amsgrad")]
    [InlineData("adagrad")]
    public void Where_the_denominator_does_not_forget_L2_kills_nowhere_first(string name)
    {
        foreach (var diagram in Records.Value.Diagrams.Where(setting => setting.Shared.Axis != PhaseAxis.LearningRateFactor))
        {
            var optimizer = OptimizerCatalog.Find(name)!;
            var (l2, decay) =
                (diagram.Times(optimizer, Regularization.L2)!.Value, diagram.Times(optimizer, Regularization.WeightDecay)!.Value);
            Assert.DoesNotContain(true, l2.Zip(decay, (one, two) => one < two));
            Assert.Contains(decay, double.IsFinite);
        }
    }

    private static int Nearest(ImmutableArray<double> values, double wanted) =>
        values.IndexOf(values.MinBy(value => Math.Abs(Math.Log(value / wanted))));

    private static string Verdicts(LowGradientContrast contrast, string name, int count)
    {
        var setting = Assert.Single(Records.Value.Settings);
        Assert.Equal(Lambdas.Length, setting.Lambdas.Count);
        return string.Concat(setting.Lambdas.Take(count).Select(
            lambda => Comparison.Of(setting, contrast, OptimizerCatalog.Find(name)!, lambda)!.Verdict.Outcome switch
            {
                VerdictOutcome.Supported => '+',
                VerdictOutcome.Contradicted => '-',
                _ => '·',
            }));
    }
}
