namespace OptimizerDynamics.Experiments;

/// <summary>The names of <see cref="Regularization"/> in study files, options and records.</summary>
internal static class RegularizationNames
{
    private static readonly (string Name, Regularization Kind)[] _all =
    [
        ("l1", Regularization.L1), ("l2", Regularization.L2), ("none", Regularization.None), ("proximalL1", Regularization.ProximalL1),
        ("weightDecay", Regularization.WeightDecay),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _all.Select(named => named.Name)];

    /// <summary>A regularization's name.</summary>
    public static string Of(Regularization regularization) => _all.First(named => named.Kind == regularization).Name;

    /// <summary>The regularization of a name; null where there is none.</summary>
    public static Regularization? Find(string name) =>
        Array.FindIndex(_all, named => named.Name == name) is >= 0 and var index ? _all[index].Kind : null;

    /// <summary>The regularization of a name.</summary>
    /// <exception cref="FormatException">There is no such regularization.</exception>
    public static Regularization Parse(string name) => Find(name) ?? throw new FormatException($"there is no regularization '{name}'");
}
