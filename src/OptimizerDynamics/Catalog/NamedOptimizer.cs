namespace OptimizerDynamics;

/// <summary>An optimizer that a settings file or a command can name.</summary>
/// <param name="name">Its name there, such as <c>adam</c>.</param>
/// <param name="title">One sentence about it.</param>
/// <param name="settings">The settings of its own; <c>lr</c>, <c>l2</c> and <c>weightDecay</c> come on top.</param>
/// <param name="learningRate">The default of <c>lr</c>.</param>
/// <param name="build">Makes the chain.</param>
public sealed class NamedOptimizer(
    string name,
    string title,
    double learningRate,
    IReadOnlyList<Setting> settings,
    Func<SettingValues, Schedule?, Chain> build)
{
    /// <summary>Its name in a settings file.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence about it.</summary>
    public string Title { get; } = title;

    /// <summary>All of its numeric settings and switches, in the order in which help shows them.</summary>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new("lr", learningRate, Interval.NonNegative, "α, the base learning rate"),
        .. settings,
        new("l2", 0, Interval.NonNegative, "λ of coupled L2 regularization: added to the gradient as λ·θ"),
        new("weightDecay", 0, Interval.NonNegative, "λ of decoupled weight decay: θ shrinks by λ·schedule a step, whatever lr"),
    ];

    /// <summary>Makes the chain.</summary>
    /// <param name="values">Values by key; the defaults hold for what is left out.</param>
    /// <param name="schedule">The schedule multiplier; constant when null.</param>
    /// <exception cref="ArgumentException">A key is none of <see cref="Settings"/>, or two settings contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Chain Build(IReadOnlyDictionary<string, double> values, Schedule? schedule = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (key, value) in values)
        {
            var setting = Settings.FirstOrDefault(setting => setting.Key == key)
                ?? throw new ArgumentException($"{Name} has no setting '{key}'; it has {string.Join(", ", Settings.Select(setting => setting.Key))}.", nameof(values));
            if (setting.Range is { } range)
                range.Require(value, key);
            else if (value is not (0 or 1))
                throw new ArgumentOutOfRangeException(key, value, $"{key} = {value} must be 0 (false) or 1 (true).");
        }

        return build(new SettingValues(Settings, values), schedule);
    }
}
