using System.Globalization;

namespace OptimizerDynamics;

/// <summary>
/// The schedule multiplier η: a number per iteration by which <see cref="ScaleBySchedule"/> multiplies the update.
/// </summary>
/// <remarks>
/// It multiplies the base learning rate α and, in the paper's form of weight decay, λ alike. Iterations are counted from 0: the
/// multiplier of iteration t is the one that applies after t steps have been taken. Immutable.
/// </remarks>
public abstract record Schedule
{
    /// <summary>η = 1 throughout.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>Whether the multiplier depends on how long the run is, so that the interpreter must be told.</summary>
    public virtual bool NeedsRunLength => false;

    /// <summary>Whether the multiplier is 1 at every iteration.</summary>
    public virtual bool IsIdentity => false;

    /// <summary>The multiplier η of one iteration.</summary>
    /// <param name="iteration">The iteration, counted from 0.</param>
    /// <param name="runLength">Number of iterations of the whole run; used only where <see cref="NeedsRunLength"/> is true, and
    /// positive there. Iterations past the end keep the last value.</param>
    /// <returns>A number ≥ 0.</returns>
    public abstract double MultiplierAt(long iteration, long runLength);

    /// <summary>The arguments as text, such as <c>factor: 0.1</c>; round-trip and the same on every machine.</summary>
    protected abstract string Arguments { get; }

    /// <summary>Name and arguments, such as <c>CosineSchedule(floor: 0)</c>.</summary>
    public sealed override string ToString() => $"{GetType().Name}({Arguments})";

    /// <summary>Numbers joined by commas, round-trip.</summary>
    /// <typeparam name="T">The type of number.</typeparam>
    /// <param name="values">The numbers.</param>
    protected static string List<T>(IEnumerable<T> values) where T : IFormattable =>
        $"[{string.Join(", ", values.Select(value => value.ToString(null, CultureInfo.InvariantCulture)))}]";
}

/// <summary>η = 1 throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override bool IsIdentity => true;

    /// <inheritdoc/>
    protected override string Arguments => "";

    /// <inheritdoc/>
    public override double MultiplierAt(long iteration, long runLength) => 1;
}
