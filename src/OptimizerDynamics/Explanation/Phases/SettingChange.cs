namespace OptimizerDynamics;

/// <summary>A single change of a setting that could move a silent parameter to the other side of the border.</summary>
/// <param name="Kind">What is changed.</param>
/// <param name="From">The value now, in the framework's terms; NaN where it is no number.</param>
/// <param name="To">The nearest value on the other side, or the one tried; NaN where there is none.</param>
/// <param name="Moves">Whether the parameter's fate changes by it.</param>
/// <param name="Time">When the parameter is gone with the change.</param>
/// <param name="IsSimulated">Whether that was simulated; else it is the law's.</param>
public sealed record SettingChange(
    SettingChangeKind Kind, double From, double To, bool Moves, FateTime Time, bool IsSimulated)
{
    /// <summary>How far the border is: the larger of the two values over the smaller; of β₂ for 1 − β₂. NaN where nothing moves.</summary>
    public double Factor
    {
        get
        {
            var (from, to) = Kind == SettingChangeKind.Memory ? (1 - From, 1 - To) : (From, To);
            return Moves ? Math.Max(from / to, to / from) : double.NaN;
        }
    }
}

/// <summary>What is changed of a setting.</summary>
public enum SettingChangeKind
{
    /// <summary>The number that says how strongly θ decays.</summary>
    Lambda,

    /// <summary>The learning rate.</summary>
    Rate,

    /// <summary>β₂, the memory of the second moment.</summary>
    Memory,

    /// <summary>The place of the decay: decoupled where it is coupled, coupled where it is decoupled; the number stays.</summary>
    Place,

    /// <summary>That γ and β of normalization are left out of decay.</summary>
    WithoutNormalization,
}
