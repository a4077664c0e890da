namespace OptimizerDynamics;

/// <summary>What a saved state says of itself before its numbers: whose it is.</summary>
/// <param name="ElementType"><c>float32</c> or <c>float64</c>.</param>
/// <param name="Chain">The chain's canonical text.</param>
/// <param name="Layout">The layout's canonical text.</param>
/// <param name="RunLength">Number of steps of the whole run where the chain depends on it, else 0.</param>
/// <param name="StepCount">Number of steps taken.</param>
/// <param name="Parts">Those parts of the update whose memory follows: <see cref="UpdateParts.Loss"/>, <see cref="UpdateParts.Decay"/> or
/// both; none in a state without a second track.</param>
internal sealed record StateHeader(string ElementType, string Chain, string Layout, long RunLength, long StepCount, UpdateParts Parts)
{
    /// <summary>What an optimizer writes before its numbers.</summary>
    public static StateHeader Of(
        string elementType, Chain chain, ParameterLayout layout, long? runLength, long stepCount, UpdateParts parts) =>
        new(
            elementType, chain.ToString(), layout.ToString(), chain.NeedsRunLength ? runLength!.Value : 0, stepCount,
            parts & (UpdateParts.Loss | UpdateParts.Decay));

    /// <summary>Refuses a state that is not of the same chain, layout, element type and run.</summary>
    /// <exception cref="OptimizerStateException">The first difference, in words.</exception>
    public void RequireSameOptimizer(StateHeader saved)
    {
        if (saved.ElementType != ElementType)
            throw new OptimizerStateException($"The state holds {saved.ElementType} numbers; this optimizer computes in {ElementType}.");
        if (saved.Chain != Chain)
            throw new OptimizerStateException($"The state is of another chain. Saved: {saved.Chain}. Expected: {Chain}.");
        if (saved.Layout != Layout)
            throw new OptimizerStateException(
                $"The state is of another layout: {FirstDifference(saved.Layout.Split('\n'), Layout.Split('\n'))}");
        if (saved.RunLength != RunLength)
            throw new OptimizerStateException(
                $"The state is of a run of {saved.RunLength} steps; the schedule here runs over {RunLength}.");
        if (saved.Parts != Parts)
            throw new OptimizerStateException(
                $"The state keeps {saved.Parts} as parts of the update; this optimizer keeps {Parts}: decompose as the saved one did.");
    }

    private static string FirstDifference(string[] saved, string[] expected)
    {
        var index = 0;
        while (index < saved.Length && index < expected.Length && saved[index] == expected[index])
            index++;
        return $"tensor {index} is '{saved.ElementAtOrDefault(index) ?? "none"}' there and "
            + $"'{expected.ElementAtOrDefault(index) ?? "none"}' here.";
    }
}
