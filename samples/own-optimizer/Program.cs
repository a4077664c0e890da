// An optimizer of your own, held to the laws of optimizers, and what it does to a parameter whose gradient falls silent.
using OptimizerDynamics;

Chain Cautious(double l2, double weightDecay) =>
[
    new AddDecayedWeights(l2), new ScaleByCautiousSign(0.9), new ScaleByLearningRate(1e-3), new AddDecayedWeights(weightDecay),
];

var isLawful = true;
foreach (var law in OptimizerLaws.All)
{
    var violation = law.Check(Cautious(l2: 0, weightDecay: 0)) ?? law.Check(Cautious(l2: 1e-3, weightDecay: 1e-4));
    Console.WriteLine($"{law.Name,-10} {violation ?? "holds"}");
    isLawful &= violation is null;
}

// 32 parameters that start at 1, with gradients of N(0, 1) for 100 steps and of N(0, 1e-10) from then on.
Console.WriteLine("\nmedian half-life of a silent parameter, in steps:");
foreach (var lambda in new[] { 1e-4, 1e-3 })
{
    var l2 = HalfLife(Cautious(l2: 1, weightDecay: 0), lambda);
    var decay = HalfLife(Cautious(l2: 0, weightDecay: 1), lambda);
    Console.WriteLine(FormattableString.Invariant($"λ = {lambda:0e+0}   L2 {l2,6:0}   weight decay {decay,6:0}"));
}

return isLawful ? 0 : 1;

static double HalfLife(Chain chain, double lambda)
{
    var process = new GradientProcess { Transition = 100 };
    var simulation = new DecaySimulation(
        chain, Enumerable.Range(1, 32).Select(seed => new DecayLane(lambda, process, (ulong)seed)), iterations: 20_000);
    simulation.Run(20_000);
    return simulation.Outcomes().Select(outcome => outcome.HalfLife).Order().ElementAt(16);
}
