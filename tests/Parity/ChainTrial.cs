using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace OptimizerDynamics.Testing;

/// <summary>Any chain of rules, in any order, over a layout of several kinds, and the gradients it meets.</summary>
internal sealed record ChainTrial(ImmutableArray<UpdateRule> Rules, ParameterLayout Layout, GradientStream Stream, int BlockLength)
{
    public Chain Chain => Chain.Create(Rules.AsSpan());

    public static Arbitrary<ChainTrial> Any(int leastSteps = 10, int mostSteps = 60) =>
        Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => Of(seed, leastSteps, mostSteps)), trial => trial.Simpler());

    public override string ToString() =>
        $"\n  {Chain}\n  {Layout.ToString().ReplaceLineEndings("; ")}, blocks of {BlockLength}\n{Stream}\n";

    /// <summary>The trial of a seed.</summary>
    public static ChainTrial Of(int seed, int leastSteps = 10, int mostSteps = 60)
    {
        var draw = new Draw(seed);
        var kinds = new[] { ParameterKinds.Weight, ParameterKinds.Bias, ParameterKinds.NormScale, ParameterKinds.NormShift };
        var layout = new ParameterLayout(Enumerable.Range(0, draw.Whole(1, 5))
            .Select(i => ($"t{i}", draw.Pick<ParameterKinds>(kinds), ImmutableArray.Create(draw.Whole(1, 4)))));
        var stream = GradientStream.Of(draw, leastSteps, mostSteps, layout.Length, layout.Length);
        List<UpdateRule> rules = [.. Enumerable.Range(0, draw.Whole(1, 5)).Select(_ => AnyRule(draw))];
        rules.Add(new ScaleByLearningRate(draw.LogUniform(1e-4, 0.5)));
        if (draw.Chance(0.3))
            rules.Add(new SoftThreshold(draw.LogUniform(1e-6, 1), AnyKinds(draw), AnySchedule(draw)));
        return new ChainTrial([.. rules], layout, stream, draw.Whole(1, layout.Length));
    }

    private static UpdateRule AnyRule(Draw draw)
    {
        var beta2 = draw.Pick(0.5, 0.9, 0.99, 0.999);
        var beta1 = Math.Min(draw.Pick(0, 0.5, 0.9), beta2); // see OptimizerCase
        var epsilon = draw.Pick(1e-3, 1e-6, 1e-8);
        return draw.Whole(0, 19) switch
        {
            0 or 1 or 2 => new AddDecayedWeights(draw.LogUniform(1e-6, 1e-1), AnyKinds(draw)),
            3 or 4 => new AddDecayedWeights(draw.LogUniform(1e-6, 1e-1)),
            5 => new ScaleByLearningRate(draw.LogUniform(1e-3, 1e1)),
            6 or 7 => new ScaleBySchedule(AnySchedule(draw)),
            8 => new Momentum(draw.Pick(0.5, 0.9, 0.99), nesterov: true),
            9 => new Momentum(draw.Pick(0.5, 0.9, 0.99), dampening: draw.Pick(0, 0.3, 1)),
            10 => new ScaleByAdam(beta1, beta2, epsilon),
            11 => new ScaleByAmsGrad(beta1, beta2, epsilon),
            12 => new ScaleByAdaMax(beta1, beta2, epsilon),
            13 =>
                draw.Chance(0.5)
                    ? new ScaleByNAdam(beta1, beta2, epsilon, draw.Pick(4e-3, 0.1, 1))
                    : new ScaleByRAdam(beta1, beta2, epsilon),
            14 => new ScaleByAdaBelief(beta1, beta2, draw.Pick(epsilon, 1e-16)),
            15 => new ScaleByYogi(beta1, beta2, epsilon),
            16 => new ScaleByLion(beta1, beta2),
            17 => new ScaleByRmsProp(beta2, epsilon, draw.Chance(0.3)),
            18 => new AddSign(draw.LogUniform(1e-6, 1), draw.Chance(0.5) ? ParameterKinds.All : AnyKinds(draw)),
            _ => draw.Chance(0.5) ? new ScaleByAdagrad(draw.Pick(1e-10, epsilon), draw.Pick(0, 0.1)) : new ScaleByAdadelta(beta2, epsilon),
        };
    }

    private static ParameterKinds AnyKinds(Draw draw) => (ParameterKinds)draw.Whole(0, (int)ParameterKinds.All);

    private static Schedule AnySchedule(Draw draw) => draw.Pick<Schedule>(
        new StepDrops([5, 20], 0.1), new CosineSchedule(0.1), new LinearWarmUp(10, new InverseTimeDecay(0.1)));

    /// <summary>Simpler trials: fewer rules, fewer steps, one block.</summary>
    private IEnumerable<ChainTrial> Simpler()
    {
        for (var i = 0; i < Rules.Length; i++)
            yield return this with { Rules = Rules.RemoveAt(i) };
        if (BlockLength < Layout.Length)
            yield return this with { BlockLength = Layout.Length };
        if (Stream.Steps > 1)
        {
            yield return this with { Stream = Stream.First(Stream.Steps / 2) };
            yield return this with { Stream = Stream.First(Stream.Steps - 1) };
        }
    }
}
