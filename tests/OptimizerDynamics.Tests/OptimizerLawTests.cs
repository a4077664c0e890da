using System.Collections.Immutable;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Tests;

/// <summary>The laws hold of every optimizer of the catalog with whatever settings, and each is broken by a rule that breaks it.</summary>
public sealed class OptimizerLawTests
{
    public static IEnumerable<object[]> EachOfEveryone =>
        from law in OptimizerLaws.All from optimizer in OptimizerCatalog.All select new object[] { law.Name, optimizer.Name };

    [Theory]
    [MemberData(nameof(EachOfEveryone))]
    public void Every_optimizer_keeps_the_law(string law, string optimizer) => Properties.ForAll(Trial.Any(optimizer, 2, 200), 20, trial =>
    {
        var run = new GradientRun(trial.Stream.Initial, [.. trial.Stream.Rows]);

        Assert.Null(Named(law).Violation(trial.Optimizer.Chain, run));
    });

    [Theory]
    [MemberData(nameof(EachOfEveryone))]
    public void It_keeps_it_in_the_runs_that_users_check(string law, string optimizer) =>
        Assert.Null(Named(law).Check(OptimizerCase.Default(optimizer).Chain));

    [Theory]
    [InlineData("blocks")]
    [InlineData("alone")]
    public void A_rule_that_reads_its_neighbours_breaks_the_law(string law) =>
        Assert.Contains("In run ", Named(law).Check([new Neighbours()]), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_remembers_something_outside_of_its_state_breaks_the_law() =>
        Assert.StartsWith("A run that is resumed", OptimizerLaws.Resume.Check([new Forgetful()]), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_lets_one_gradient_spoil_all_breaks_the_law() =>
        Assert.StartsWith("A gradient that is not a number", OptimizerLaws.Contagion.Check([new Neighbours()]), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_moves_what_has_no_gradient_breaks_the_law() =>
        Assert.StartsWith("Without decay", OptimizerLaws.Rest.Check([new Drift()]), StringComparison.Ordinal);

    [Fact]
    public void A_rule_whose_parts_do_not_add_up_breaks_the_law() => Assert.StartsWith(
        "Where an update splits", OptimizerLaws.Parts.Check([new AddDecayedWeights(0.1), new Squared()]), StringComparison.Ordinal);

    [Fact]
    public void A_rule_of_ones_own_that_says_how_parts_pass_keeps_it() =>
        Assert.Null(
            OptimizerLaws.Parts.Check([new AddDecayedWeights(0.1), new Smoothed(), new AddSign(0.2), new ScaleByLearningRate(0.3)]));

    [Fact]
    public void Random_runs_are_as_they_are_said_to_be()
    {
        GradientRun[] runs = [.. Enumerable.Range(0, 200).Select(index => GradientRun.Random(7, (ulong)index))];
        double[][] columns = [.. runs.SelectMany(run => run.Initial.Select((_, i) => Array.ConvertAll(run.Gradients, row => row[i])))];
        var selective = columns.Count(column => column.Length >= 20 && column.Count(g => g == 0) > column.Length / 2);

        Assert.All(runs, run => Assert.InRange(run.Initial.Length, 1, 40));
        Assert.All(runs, run => Assert.InRange(run.Gradients.Length, 2, 60));
        Assert.InRange(selective / (double)columns.Count(column => column.Length >= 20), 0.28, 0.39);
        Assert.Equal(GradientRun.Random(7, 3).Gradients, runs[3].Gradients);
    }

    private static OptimizerLaw Named(string name) => OptimizerLaws.All.Single(law => law.Name == name);

    /// <summary>u is the sum over the block.</summary>
    private sealed record Neighbours : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block)
        {
            var sum = T.Zero;
            foreach (var gradient in block.Incoming)
                sum += gradient;
            block.Update.Fill(sum);
        }
    }

    /// <summary>u counts the times that the rule was applied since it was made: a memory that no state has.</summary>
    private sealed record Forgetful : UpdateRule
    {
        private int _applied;

        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Update.Fill(T.CreateTruncating(++_applied));
    }

    /// <summary>u ← u²: no sum of the squares of its parts.</summary>
    private sealed record Squared : UpdateRule
    {
        public override string? WhyNotSplit => null;

        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Multiply(block.Update, block.Incoming, block.Incoming);
    }

    /// <summary>m ← 0.8·m + 0.2·u, u ← m/(|m| + 1): linear in m, over a denominator of the whole.</summary>
    private sealed record Smoothed : UpdateRule
    {
        public override ImmutableArray<RuleVector> Vectors => [new("m")];

        public override ImmutableArray<int> LinearVectors => [0];

        public override string? WhyNotSplit => null;

        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block)
        {
            block.Average(block.Vector(0), 0.8, block.Incoming);
            block.AbsPlus(block.Scratch, block.Vector(0), 1);
            block.Divide(block.Update, block.Vector(0), block.Scratch);
        }

        public override void ApplyPart<T>(in RuleBlock<T> part, in RuleBlock<T> whole)
        {
            part.Average(part.Vector(0), 0.8, part.Incoming);
            part.Divide(part.Update, part.Vector(0), whole.Scratch);
        }
    }

    /// <summary>u is 1, whatever the gradient.</summary>
    private sealed record Drift : UpdateRule
    {
        protected override string Arguments => "";

        public override void Apply<T>(in RuleBlock<T> block) => block.Update.Fill(T.One);
    }
}
