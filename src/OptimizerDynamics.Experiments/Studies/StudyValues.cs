using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>The parameters of a study as a profile sees them: what it replaces, else what a variant does, else what is swept, else what the base holds.</summary>
internal sealed class StudyValues
{
    private readonly YamlMap _map;
    private readonly YamlMap _profile;
    private readonly YamlMap? _base;
    private readonly YamlMap? _sweep;
    private readonly YamlMap? _variant;

    /// <summary>The values of a study at a profile.</summary>
    /// <param name="map">The study.</param>
    /// <param name="profiles">Its profiles.</param>
    /// <param name="profile">The one that is meant.</param>
    /// <param name="swept">What can be swept, or stand in the base or a profile.</param>
    /// <param name="single">What can stand in the base or a profile.</param>
    /// <param name="ofProfiles">What can stand in a profile alone.</param>
    /// <param name="variant">What replaces base and sweep, but not the profile; null for nothing.</param>
    /// <exception cref="InputException">There is an unknown key, or one that stands in both base and sweep.</exception>
    public StudyValues(YamlMap map, YamlMap profiles, string profile, IReadOnlyCollection<string> swept, IReadOnlyCollection<string> single, IReadOnlyCollection<string> ofProfiles, YamlMap? variant = null)
    {
        (_map, _variant) = (map, variant);
        _profile = profiles.RequireMap(profile, $"the profile {profile}")!;
        _base = map.RequireMap("base", "the base");
        _sweep = map.RequireMap("sweep", "the sweep");
        _profile.RequireKnownKeys([.. swept, .. single, .. ofProfiles]);
        _base?.RequireKnownKeys([.. swept, .. single]);
        _sweep?.RequireKnownKeys(swept);
        _variant?.RequireKnownKeys([.. swept, .. single]);
        if (_sweep?.Keys.FirstOrDefault(key => _base?.Has(key) == true) is { } twice)
            throw _sweep.Wrong(twice, $"{twice}: expected in base or in sweep, found in both");
    }

    public long? WholeNumber(string key, long least) => Holder(key)?.WholeNumber(key, least);

    public double? Number(string key, Interval range) => Holder(key)?.Number(key, range);

    /// <summary>A section of the profile, which replaces the study's; null where it has none.</summary>
    public YamlMap? OfProfile(string key, string what) => _profile.RequireMap(key, what);

    /// <summary>An integer that only a profile can have.</summary>
    public long? ProfileWholeNumber(string key, long least) => _profile.WholeNumber(key, least);

    /// <summary>A number that can be swept, where one value is needed.</summary>
    /// <exception cref="InputException">There are several.</exception>
    public double? Single(string key, Interval range, string user) => Numbers(key, range) switch
    {
        null => null,
        [var value] => value,
        var several => throw Wrong(key, $"{key}: {user} needs one value, found {several.Count}; give it one of its own"),
    };

    public Schedule? Schedule() => Holder("schedule") is { } holder ? ScheduleSettings.Read(holder, "schedule") : null;

    public IReadOnlyList<string>? Texts(string key, string expected) => Holder(key)?.Texts(key, expected);

    /// <summary>Some integers: one, or a list.</summary>
    public IReadOnlyList<long>? WholeNumbers(string key, long least) => Holder(key) is not { } holder ? null
        : holder.WholeNumbers(key, least) is { Count: > 0 } numbers ? numbers
        : throw holder.Wrong(key, $"{key}: expected at least one integer, found an empty list");

    /// <summary>Some numbers: one, a list, or a grid <c>{from: 1e-6, to: 1e-1, perDecade: 2}</c>.</summary>
    public IReadOnlyList<double>? Numbers(string key, Interval range)
    {
        if (Holder(key) is not { } holder)
            return null;
        if (holder.Map(key, $"the grid of {key}") is { } grid)
            return Grid(key, grid, range);
        var numbers = holder.Numbers(key, range)!;
        return numbers.Count > 0 ? numbers : throw holder.Wrong(key, $"{key}: expected at least one number, found an empty list");
    }

    /// <summary>The seeds: <c>32</c> for 1 to 32, or a list.</summary>
    public ImmutableArray<long> Seeds()
    {
        var holder = _profile.Has("seeds") ? _profile : _map;
        var seeds = holder.WholeNumbers("seeds", 0) ?? throw Missing("seeds", "a number of seeds, or a list of them");
        if (seeds is [var count] && !holder.IsList("seeds"))
            return count >= 1 ? [.. Enumerable.Range(1, (int)Math.Min(count, 1_000_000)).Select(seed => (long)seed)] : throw holder.Wrong("seeds", "seeds: expected at least 1, found '0'");
        return seeds.Count > 0 && seeds.Distinct().Count() == seeds.Count
            ? [.. seeds]
            : throw holder.Wrong("seeds", "seeds: expected different seeds, found none or one twice");
    }

    public InputException Wrong(string key, string message) => (Holder(key) ?? _map).Wrong(key, message);

    public InputException Missing(string key, string expected) =>
        _map.Wrong(key, $"expected a key '{key}' with {expected} in base, sweep or the profile, found none");

    private YamlMap? Holder(string key) =>
        _profile.Has(key) ? _profile : _variant?.Has(key) == true ? _variant : _sweep?.Has(key) == true ? _sweep : _base?.Has(key) == true ? _base : null;

    /// <summary>Even steps of the logarithm, both ends included; each value rounded to twelve digits, so that it is the same on every machine.</summary>
    private static List<double> Grid(string key, YamlMap grid, Interval range)
    {
        grid.RequireKnownKeys(["from", "to", "perDecade"]);
        double End(string end) => grid.Number(end, range) is { } number && number > 0
            ? number
            : throw grid.Wrong(end, $"{key}: expected a key '{end}' with a number above 0 in {range}");
        var (from, to) = (End("from"), End("to"));
        var perDecade = grid.WholeNumber("perDecade", 1) ?? throw grid.Wrong("perDecade", $"{key}: expected a key 'perDecade' with an integer of at least 1, found none");
        var steps = Math.Log10(to / from) * perDecade;
        if (!(steps >= 0) || Math.Abs(steps - Math.Round(steps)) > 1e-9)
            throw grid.Wrong("to", $"{key}: expected an end that steps of 1/{perDecade} of a decade from {from.ToString(CultureInfo.InvariantCulture)} reach, found '{to.ToString(CultureInfo.InvariantCulture)}'");
        return [.. Enumerable.Range(0, (int)Math.Round(steps) + 1).Select(i => double.Parse((from * Math.Pow(10, i / (double)perDecade)).ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];
    }
}
