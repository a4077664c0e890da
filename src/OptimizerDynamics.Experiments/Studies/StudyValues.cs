using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// The parameters of a study as a profile sees them: what it replaces, else what a variant does, else what is swept, else what the base
/// holds.
/// </summary>
public sealed class StudyValues
{
    private const string SeedsKey = "seeds";
    private const int MostSeeds = 1_000_000;

    private readonly YamlMap _map;
    private readonly YamlMap _profile;
    private readonly YamlMap? _base;
    private readonly YamlMap? _sweep;
    private readonly YamlMap? _variant;
    private readonly Dictionary<string, object?> _read = [];

    /// <summary>The values of a study at a profile.</summary>
    /// <param name="source">The study and the profile.</param>
    /// <param name="swept">The keys that can stand in sweep, base, variants or a profile.</param>
    /// <param name="unswept">The keys that can stand in base, variants or a profile.</param>
    /// <param name="ofProfiles">The keys that can stand in a profile alone.</param>
    /// <param name="variant">The variant, whose values replace those of base and sweep, but not the profile's; null for none.</param>
    /// <exception cref="InputException">There is an unknown key, or one that stands in both base and sweep.</exception>
    public StudyValues(
        StudySource source, IReadOnlyCollection<string> swept, IReadOnlyCollection<string> unswept, IReadOnlyCollection<string> ofProfiles,
        YamlMap? variant = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        (Registry, _map, _variant) = (source.Registry, source.Map, variant);
        _profile = source.Profiles.RequireMap(source.Profile, $"the profile {source.Profile}")!;
        _base = _map.RequireMap("base", "the base");
        _sweep = _map.RequireMap("sweep", "the sweep");
        _profile.RequireKnownKeys([.. swept, .. unswept, .. ofProfiles]);
        _base?.RequireKnownKeys([.. swept, .. unswept]);
        _sweep?.RequireKnownKeys(swept);
        _variant?.RequireKnownKeys([.. swept, .. unswept]);
        if (_sweep?.Keys.FirstOrDefault(key => _base?.Has(key) == true) is { } twice)
            throw _sweep.Wrong(twice, $"{twice}: expected in base or in sweep, found in both");
    }

    /// <summary>The meaning of names.</summary>
    public Registry Registry { get; }

    /// <summary>Whether a value is given.</summary>
    /// <param name="key">The key of a parameter.</param>
    public bool Has(string key) => Holder(key) is not null;

    /// <summary>The values of a parameter; null where none is given.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="InputException">A value is none of the parameter's, or the list is empty.</exception>
    public IReadOnlyList<T>? All<T>(TrialParameter<T> parameter)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!_read.TryGetValue(parameter.Key, out var read))
            _read[parameter.Key] = read = Holder(parameter.Key) is { } holder ? parameter.ReadAll(holder, Registry) : null;
        return (IReadOnlyList<T>?)read;
    }

    /// <summary>The value of a parameter where one is needed; null where none is given.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="user">What needs one, for messages.</param>
    /// <exception cref="InputException">There are several.</exception>
    public T? One<T>(TrialParameter<T> parameter, string user)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return All(parameter) switch
        {
            null => null,
            [var value] => value,
            var several =>
                throw Wrong(parameter.Key, $"{parameter.Key}: {user} needs one value, found {several.Count}; give it one of its own"),
        };
    }

    /// <summary>A section of the profile, which replaces the study's; null where it has none.</summary>
    /// <param name="key">The section's key.</param>
    /// <param name="what">What it describes, for messages.</param>
    public YamlMap? OfProfile(string key, string what) => _profile.RequireMap(key, what);

    /// <summary>The profile.</summary>
    internal YamlMap Profile => _profile;

    /// <summary>The seeds: <c>32</c> for 1 to 32, or a list.</summary>
    public ImmutableArray<long> Seeds()
    {
        var holder = _profile.Has(SeedsKey) ? _profile : _map;
        var seeds = holder.WholeNumbers(SeedsKey, 0)
            ?? throw _map.Wrong(SeedsKey, $"expected a key '{SeedsKey}' with a number of seeds, or a list of them, found none");
        if (seeds is [var count] && !holder.IsList(SeedsKey))
        {
            return count is >= 1 and <= MostSeeds
                ? [.. Enumerable.Range(1, (int)count).Select(seed => (long)seed)]
                : throw holder.Wrong(
                    SeedsKey, string.Create(CultureInfo.InvariantCulture, $"{SeedsKey}: expected 1 to {MostSeeds}, found '{count}'"));
        }

        return seeds.Count > 0 && seeds.Distinct().Count() == seeds.Count
            ? [.. seeds]
            : throw holder.Wrong(SeedsKey, $"{SeedsKey}: expected different seeds, found none or one twice");
    }

    /// <summary>Refuses values that contradict each other (<see cref="TrialParameter.Conflict"/>): of every kind of study, each combination
    /// that it makes of the file.</summary>
    /// <param name="conflict">What was found of a combination; null for nothing.</param>
    /// <exception cref="InputException">There is a conflict; the message has the line of the value.</exception>
    public void RequireNone(ParameterConflict? conflict)
    {
        if (conflict is not null)
            throw Wrong(conflict.Key, conflict.Message);
    }

    /// <summary>An error about a key, with the line of the value that holds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">What is wrong.</param>
    public InputException Wrong(string key, string message) => (Holder(key) ?? _map).Wrong(key, message);

    /// <summary>The error that a parameter is not given.</summary>
    /// <param name="parameter">The parameter.</param>
    public InputException Missing(TrialParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var instead = parameter.Alternative is null ? "" : $" (or '{parameter.Alternative}')";
        return _map.Wrong(
            parameter.Key,
            $"expected a key '{parameter.Key}' with {parameter.Expected(Registry)}{instead} in base, sweep or the profile, found none");
    }

    private YamlMap? Holder(string key) =>
        _profile.Has(key)
            ? _profile
            : _variant?.Has(key) == true
            ? _variant
            : _sweep?.Has(key) == true
            ? _sweep
            : _base?.Has(key) == true
            ? _base
            : null;
}
