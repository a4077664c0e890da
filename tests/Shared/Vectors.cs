using System.Numerics;

namespace OptimizerDynamics.Testing;

/// <summary>Fixed inputs of any length, for what is to be tried on long vectors.</summary>
internal static class Vectors
{
    /// <summary>A named optimizer with all regularizations and a schedule: the longest chain it makes.</summary>
    public static Chain AllSettings(string name) => OptimizerCatalog.Find(name)!.Build(
        new Dictionary<string, double> { ["l2"] = 1e-4, ["weightDecay"] = 1e-4, ["l1"] = 1e-4, ["proximalL1"] = 1e-4 },
        new LinearWarmUp(5, new CosineSchedule()));

    /// <summary>Three tensors of two kinds: <c>weight</c>, <c>gamma</c> of ten elements, <c>rest</c>.</summary>
    public static ParameterLayout Layout(int length) => new(
    [
        ("weight", ParameterKinds.Weight, [length / 2]),
        ("gamma", ParameterKinds.NormScale, [10]),
        ("rest", ParameterKinds.Weight, [length - length / 2 - 10]),
    ]);

    /// <summary>Numbers of both signs and many magnitudes, and some zeroes.</summary>
    public static T[] Ramp<T>(int length) where T : INumberBase<T> =>
        [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(i % 17 == 0 ? 0 : Math.Sin(i) * Math.Pow(10, i % 9 - 4)))];
}
