namespace OptimizerDynamics.Experiments;

/// <summary>An optimizer as a settings file names it.</summary>
/// <remarks>
/// The file is a YAML mapping: <c>optimizer</c> (a name of <see cref="OptimizerCatalog"/>), that optimizer's settings, <c>schedule</c>,
/// <c>decayed</c> (the kinds of parameters that decay; <c>l2Kinds</c>, <c>weightDecayKinds</c>, <c>l1Kinds</c> and <c>proximalL1Kinds</c>
/// say it of one regularization) and <c>preset</c>, whose values hold for what is left out: <c>paper</c> unless it
/// says <c>pytorch</c>.
/// <code>
/// optimizer: adam
/// preset: pytorch
/// lr: 1e-3
/// l2: 1e-4
/// decayed: [weight]
/// schedule: {kind: fractions, at: [0.77], factor: 0.1}
/// </code>
/// </remarks>
/// <param name="Optimizer">The optimizer named.</param>
/// <param name="Preset">Whose values hold for what the file leaves out.</param>
/// <param name="Values">The value of every setting, by key.</param>
/// <param name="Schedule">The schedule multiplier; null where the file has none.</param>
/// <param name="Decayed">The kinds of parameters that each regularization acts on.</param>
/// <param name="Chain">What the file means.</param>
public sealed record OptimizerFile(
    NamedOptimizer Optimizer,
    Preset Preset,
    IReadOnlyDictionary<string, double> Values,
    Schedule? Schedule,
    DecayedKinds Decayed,
    Chain Chain)
{
    private const string What = "optimizer settings";
    private const string OptimizerKey = "optimizer", ScheduleKey = "schedule";

    /// <summary>Reads a settings file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used; one line says where and what was
    /// expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OptimizerFile Read(string path) => From(YamlMap.ReadFile(path, What));

    private static OptimizerFile From(YamlMap map)
    {
        var names = OptimizerCatalog.All.Select(optimizer => optimizer.Name).ToList();
        var expected = $"one of {string.Join(", ", names)}";
        if (map.Text(OptimizerKey, expected) is not { } name)
        {
            map.RequireKnownKeys(KeysOf(OptimizerCatalog.All));
            throw map.Wrong(OptimizerKey, $"expected a key '{OptimizerKey}' with {expected}, found none");
        }

        var optimizer = OptimizerCatalog.Find(name)
            ?? throw map.Wrong(OptimizerKey, $"{OptimizerKey}: {Nearest.Unknown("optimizer", name, names)}");
        map.RequireKnownKeys(KeysOf([optimizer]), key => HintFor(optimizer, key));
        var preset = CommonKeys.PresetOf(map) ?? Preset.Paper;
        var values = optimizer.ValuesOf(preset).ToBuilder();
        foreach (var setting in optimizer.Settings)
            values[setting.Key] = Given(map, setting) ?? values[setting.Key];
        try
        {
            var schedule = ScheduleSettings.Read(map, ScheduleKey);
            var decayed = CommonKeys.DecayedOf(map);
            var all = values.ToImmutable();
            return new OptimizerFile(optimizer, preset, all, schedule, decayed, optimizer.Build(all, schedule, decayed));
        }
        catch (ArgumentException cause)
        {
            throw map.Wrong(cause.ParamName ?? OptimizerKey, $"{optimizer.Name}: {Text.FirstLine(cause)}");
        }
    }

    /// <summary>What to suggest for a key that is an optimizer, or looks like one of PyTorch's; null for others.</summary>
    /// <remarks>PyTorch's <c>weight_decay</c> is L2 in most of its optimizers: to suggest the key that looks alike would change the
    /// regularizer.</remarks>
    internal static string? HintFor(NamedOptimizer optimizer, string key) =>
        OptimizerCatalog.Find(key) is { } other ? $"'{key}' is an optimizer of its own here: say 'optimizer: {other.Name}'"
        : key != "weight_decay" ? null
        : optimizer.Name == "adamw" ? "the nearest valid key is 'weightDecay' (decoupled and multiplied by lr, as in PyTorch's AdamW)"
        : "the nearest valid keys are 'l2' (coupled: what PyTorch's optimizers but AdamW mean by it) and 'weightDecay' (decoupled, and not "
            + "multiplied by lr; for PyTorch's AdamW say 'optimizer: adamw')";

    /// <summary>The value that a mapping gives to a setting, 0 and 1 for false and true; null where it gives none.</summary>
    /// <exception cref="InputException">It gives one that the setting cannot have.</exception>
    internal static double? Given(YamlMap map, Setting setting) =>
        setting.Range is { } range ? map.Number(setting.Key, range) : AsNumber(map.Switch(setting.Key));

    private static string[] KeysOf(IEnumerable<NamedOptimizer> optimizers) =>
    [
        OptimizerKey, .. optimizers.SelectMany(optimizer => optimizer.Settings).Select(setting => setting.Key).Distinct(),
        ScheduleKey, .. CommonKeys.OfKinds, CommonKeys.Preset,
    ];

    private static double? AsNumber(bool? value) => value is null ? null : value.Value ? 1 : 0;
}
