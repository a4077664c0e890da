using System.Numerics;

namespace OptimizerDynamics;

/// <summary>
/// A rule at work: its state, its coefficients of the current step, and its formula compiled for <typeparamref name="T"/>.
/// </summary>
internal sealed class RuleRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockFormula _apply;
    private readonly PartFormula _applyPart;
    private readonly double[] _exactCoefficients;

    public RuleRun(UpdateRule rule, int length)
    {
        Rule = rule;
        // One look-up of the generic virtual method here instead of one a block.
        _apply = rule.Apply<T>;
        _applyPart = rule.ApplyPart<T>;
        _exactCoefficients = new double[rule.CoefficientCount];
        Coefficients = new T[rule.CoefficientCount];
        Scalars = [.. rule.Scalars.Select(scalar => scalar.InitialValue)];
        Vectors = [.. rule.Vectors.Select(vector => Filled(length, vector.InitialValue))];
        PassedOn = rule.PassedOnVector is { } index ? Vectors[index] : null;
    }

    private delegate void BlockFormula(in RuleBlock<T> block);

    private delegate void PartFormula(in RuleBlock<T> part, in RuleBlock<T> whole);

    public UpdateRule Rule { get; }

    public T[] Coefficients { get; }

    public double[] Scalars { get; }

    public T[][] Vectors { get; }

    /// <summary>The vector that the rule passes on as it is, if it does.</summary>
    public T[]? PassedOn { get; }

    public void BeginStep(StepContext context)
    {
        Rule.BeginStep(context, _exactCoefficients, Scalars);
        for (var i = 0; i < Coefficients.Length; i++)
            Coefficients[i] = T.CreateTruncating(_exactCoefficients[i]);
    }

    public void Apply(in RuleBlock<T> block) => _apply(block);

    public void ApplyPart(in RuleBlock<T> part, in RuleBlock<T> whole) => _applyPart(part, whole);

    /// <summary>Copies another's memory into this one's, so that views on it stay live.</summary>
    public void TakeOver(RuleRun<T> other)
    {
        other.Scalars.CopyTo(Scalars, 0);
        for (var i = 0; i < Vectors.Length; i++)
            other.Vectors[i].CopyTo(Vectors[i], 0);
    }

    public static T[] Filled(int length, double value)
    {
        var vector = GC.AllocateArray<T>(length, pinned: true); // its address is used, see CpuOptimizer.ListStreams
        if (value != 0)
            Array.Fill(vector, T.CreateTruncating(value));
        return vector;
    }
}
