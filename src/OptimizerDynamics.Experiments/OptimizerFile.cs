namespace OptimizerDynamics.Experiments;

/// <summary>An optimizer as a settings file names it.</summary>
/// <remarks>
/// The file is a YAML mapping: <c>optimizer</c> (a name of <see cref="OptimizerCatalog"/>), that optimizer's settings, and
/// <c>schedule</c>. What is left out has its default.
/// <code>
/// optimizer: adam
/// lr: 1e-3
/// l2: 1e-4
/// schedule: {kind: fractions, at: [0.77], factor: 0.1}
/// </code>
/// </remarks>
/// <param name="Optimizer">The optimizer named.</param>
/// <param name="Values">The values given, by key.</param>
/// <param name="Schedule">The schedule multiplier; null where the file has none.</param>
/// <param name="Chain">What the file means.</param>
public sealed record OptimizerFile(NamedOptimizer Optimizer, IReadOnlyDictionary<string, double> Values, Schedule? Schedule, Chain Chain)
{
    private const string What = "optimizer settings";

    /// <summary>Reads a settings file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used; one line says where and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OptimizerFile Read(string path) => From(YamlMap.ReadFile(path, What));

    private static OptimizerFile From(YamlMap map)
    {
        var names = OptimizerCatalog.All.Select(optimizer => optimizer.Name).ToList();
        var everyKey = OptimizerCatalog.All.SelectMany(optimizer => optimizer.Settings).Select(setting => setting.Key).Distinct();
        var expected = $"one of {string.Join(", ", names)}";
        if (map.Text("optimizer", expected) is not { } name)
        {
            map.RequireKnownKeys(["optimizer", .. everyKey, "schedule"]);
            throw map.Wrong("optimizer", $"expected a key 'optimizer' with {expected}, found none");
        }

        var optimizer = OptimizerCatalog.Find(name)
            ?? throw map.Wrong("optimizer", $"optimizer: {Nearest.Unknown("optimizer", name, names)}");
        var values = ReadSettings(map, optimizer);
        try
        {
            var schedule = ScheduleSettings.Read(map, "schedule");
            return new OptimizerFile(optimizer, values, schedule, optimizer.Build(values, schedule));
        }
        catch (ArgumentException cause)
        {
            throw map.Wrong(cause.ParamName ?? "optimizer", $"{optimizer.Name}: {Text.FirstLine(cause)}");
        }
    }

    /// <summary>The value that a mapping gives to a setting, 0 and 1 for false and true; null where it gives none.</summary>
    /// <exception cref="InputException">It gives one that the setting cannot have.</exception>
    internal static double? Given(YamlMap map, Setting setting) =>
        setting.Range is { } range ? map.Number(setting.Key, range) : AsNumber(map.Switch(setting.Key));

    private static Dictionary<string, double> ReadSettings(YamlMap map, NamedOptimizer optimizer)
    {
        map.RequireKnownKeys(["optimizer", .. optimizer.Settings.Select(setting => setting.Key), "schedule"]);
        var values = new Dictionary<string, double>();
        foreach (var setting in optimizer.Settings)
        {
            if (Given(map, setting) is { } given)
                values.Add(setting.Key, given);
        }

        return values;
    }

    private static double? AsNumber(bool? value) => value is null ? null : value.Value ? 1 : 0;
}
