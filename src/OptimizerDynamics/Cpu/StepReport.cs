using System.Globalization;

namespace OptimizerDynamics;

/// <summary>The outcome of a step: its number, and the first gradient that was not finite.</summary>
/// <param name="Step">Its number, 1 for the first.</param>
/// <param name="NonFiniteGradient">The first gradient element, in the order of θ, that was NaN or infinite; null when all were finite.
/// Nothing is repaired: the step was taken, and its formula has carried the value into parameters and state.</param>
public readonly record struct StepReport(long Step, NonFiniteGradient? NonFiniteGradient)
{
    /// <summary>Whether every gradient element was finite.</summary>
    public bool IsFinite => NonFiniteGradient is null;
}

/// <summary>A gradient element that is NaN or infinite.</summary>
/// <param name="Range">The tensor that holds it.</param>
/// <param name="Index">The index of that element in θ, from 0.</param>
/// <param name="Value">NaN, or an infinity.</param>
public sealed record NonFiniteGradient(ParameterRange Range, int Index, double Value)
{
    /// <summary>
    /// One sentence, such as <c>the gradient of conv1.scale is NaN at its element 7 (element 1735 of all parameters)</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"the gradient of {Range.Name} is {Value} at its element {Index - Range.Offset} (element {Index} of all parameters)");
}
