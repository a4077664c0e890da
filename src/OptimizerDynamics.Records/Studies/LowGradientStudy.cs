using System.Collections.Immutable;
using OptimizerDynamics.LowGradient;

namespace OptimizerDynamics.Records;

/// <summary>A study of kind <c>low-gradient</c>: a question, and the trials that answer it.</summary>
/// <remarks>
/// <code>
/// study: low-gradient
/// kind: low-gradient
/// question: Does L2 inside an adaptive update decay a silent parameter faster than weight decay does?
/// base: {iterations: 20000, transition: 100, noiseBefore: 1, noiseAfter: 1e-5}     # one value each
/// sweep:                                                                           # every combination
///   optimizer: all                                     # or a list of names
///   regularization: [none, l2, weightDecay]
///   lambda: {from: 1e-6, to: 1e-1, perDecade: 2}       # or a list
/// settings: {adam: {lr: 1e-3}}                         # where an optimizer's default is not wanted
/// seeds: 32                                            # 1 to 32; or a list
/// profiles:
///   smoke: {iterations: 500, seeds: 2, optimizer: [sgd, adam]}                     # what it changes
///   standard: {}
/// </code>
/// <para>A parameter stands in <c>base</c> or in <c>sweep</c>, not in both; what stands in neither has the paper's value. A profile replaces what it
/// names. Without regularization there is no λ, and one trial instead of one for each.</para>
/// </remarks>
/// <param name="Name">The study's name.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Profile">The profile that was chosen.</param>
/// <param name="Trials">Its trials, in the order of the file's sweep; no two alike.</param>
public sealed record LowGradientStudy(string Name, string Question, string Profile, ImmutableArray<LowGradientTrial> Trials)
{
    private const string All = "all", What = "the study";

    private static readonly string[] Keys = ["study", "kind", "question", "base", "sweep", "settings", "seeds", "profiles"];
    private static readonly string[] Swept = ["optimizer", "regularization", "lambda", "noiseBefore", "noiseAfter", "activeFraction", "initialValue"];
    private static readonly string[] Single = ["transition", "iterations", "threshold", "schedule"];

    /// <summary>The names of a study's profiles, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> ProfilesOf(string path) => [.. Profiles(YamlMap.ReadFile(path, What)).Keys];

    /// <summary>Reads a study.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profile">One of its profiles.</param>
    /// <exception cref="InputException">A key, type, value or combination cannot be used, or there is no such profile; one line says where and what was
    /// expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LowGradientStudy Read(string path, string profile)
    {
        var map = YamlMap.ReadFile(path, What);
        map.RequireKnownKeys(Keys);
        var kind = Required(map, "kind", map.Text("kind", LowGradientTrial.Kind));
        if (kind != LowGradientTrial.Kind)
            throw map.Wrong("kind", $"kind: {Nearest.Unknown("kind of study", kind, [LowGradientTrial.Kind])}");
        var profiles = Profiles(map);
        if (!profiles.Keys.Contains(profile))
            throw new InputException($"{path}: {Nearest.Unknown("profile", profile, [.. profiles.Keys])}");

        // Every profile is read, so that a fault in one is found by whoever runs another.
        var studies = profiles.Keys.ToDictionary(name => name, name => Of(map, profiles, name));
        return studies[profile];
    }

    private static YamlMap Profiles(YamlMap map) =>
        Required(map, "profiles", map.RequireMap("profiles", "the profiles")) is { } profiles && profiles.Keys.Any()
            ? profiles
            : throw map.Wrong("profiles", "profiles: expected at least one, found none");

    private static LowGradientStudy Of(YamlMap map, YamlMap profiles, string profile)
    {
        var name = Required(map, "study", map.Text("study", "a name"));
        var question = Required(map, "question", map.Text("question", "a sentence"));
        var values = new StudyValues(map, profiles, profile, Swept, Single);
        var settings = Settings(map);
        var schedule = values.Schedule() ?? Schedule.Constant;
        var iterations = values.WholeNumber("iterations", 1) ?? 20_000;
        var transition = values.WholeNumber("transition", 0) ?? 100;
        var seeds = values.Seeds();
        var trials = from optimizer in Optimizers(values)
                     from regularization in Regularizations(values)
                     from lambda in regularization == Regularization.None ? [0] : values.Numbers("lambda", Interval.NonNegative) ?? throw values.Missing("lambda", "numbers")
                     from before in values.Numbers("noiseBefore", Interval.NonNegative) ?? [1]
                     from after in values.Numbers("noiseAfter", Interval.NonNegative) ?? [1e-5]
                     from active in values.Numbers("activeFraction", Interval.Fraction) ?? [1]
                     from initial in values.Numbers("initialValue", Interval.Finite) ?? [1]
                     select new LowGradientTrial(
                         optimizer,
                         SettingsOf(optimizer, settings.GetValueOrDefault(optimizer.Name)),
                         regularization,
                         lambda,
                         new GradientProcess { NoiseBefore = before, NoiseAfter = after, ActiveFraction = active, Transition = transition },
                         initial,
                         iterations,
                         values.Number("threshold", Interval.Positive) ?? 1e-3,
                         schedule,
                         seeds);
        return new LowGradientStudy(name, question, profile, [.. trials.DistinctBy(trial => trial.Specification.Id)]);
    }

    private static IEnumerable<NamedOptimizer> Optimizers(StudyValues values)
    {
        string[] known = [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];
        var names = values.Texts("optimizer", $"one of {All}, {string.Join(", ", known)}") ?? throw values.Missing("optimizer", $"{All} or names");
        return names is [All]
            ? OptimizerCatalog.All
            : [.. names.Select(name => OptimizerCatalog.Find(name) ?? throw values.Wrong("optimizer", $"optimizer: {Nearest.Unknown("optimizer", name, known)}"))];
    }

    private static IEnumerable<Regularization> Regularizations(StudyValues values)
    {
        var known = LowGradientTrial.Regularizations;
        var names = values.Texts("regularization", $"one of {string.Join(", ", known.Keys)}") ?? throw values.Missing("regularization", string.Join(", ", known.Keys));
        return [.. names.Select(name => known.TryGetValue(name, out var regularization)
            ? regularization
            : throw values.Wrong("regularization", $"regularization: {Nearest.Unknown("regularization", name, [.. known.Keys])}"))];
    }

    private static Dictionary<string, YamlMap> Settings(YamlMap map)
    {
        if (map.RequireMap("settings", "the optimizers' settings") is not { } all)
            return [];
        all.RequireKnownKeys([.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)]);
        return all.Keys.ToDictionary(name => name, name => all.RequireMap(name, $"the settings of {name}")!);
    }

    private static ImmutableSortedDictionary<string, double> SettingsOf(NamedOptimizer optimizer, YamlMap? given)
    {
        Setting[] settings = [.. optimizer.Settings.Where(setting => setting.Key is not ("l2" or "weightDecay"))];
        given?.RequireKnownKeys([.. settings.Select(setting => setting.Key)]);
        var values = settings.ToImmutableSortedDictionary(
            setting => setting.Key,
            setting => (setting.Range is { } range ? given?.Number(setting.Key, range) : given?.Switch(setting.Key) is { } isOn ? isOn ? 1 : 0 : null) ?? setting.Default,
            StringComparer.Ordinal);
        try
        {
            optimizer.Build(values);
            return values;
        }
        catch (ArgumentException cause) when (given is not null)
        {
            throw given.Wrong(cause.ParamName ?? settings[0].Key, $"{optimizer.Name}: {Text.FirstLine(cause)}");
        }
    }

    private static T Required<T>(YamlMap map, string key, T? value) where T : class =>
        value ?? throw map.Wrong(key, $"expected a key '{key}' in {What}, found none");
}
