using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// A parameter whose values are numbers of a range. Study files can give a grid: <c>{from: 1e-6, to: 1e-1, perDecade: 2}</c>.
/// </summary>
/// <param name="key">The key in study files.</param>
/// <param name="range">The numbers allowed.</param>
public class NumberParameter(string key, Interval range) : TrialParameter<double>(key)
{
    /// <summary>The numbers allowed.</summary>
    public Interval Range { get; } = range;

    /// <inheritdoc/>
    public override bool HasNumber => true;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => $"a number in {Range}";

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => ValueIn(values);

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => ValueIn(one).CompareTo(ValueIn(other));

    /// <inheritdoc/>
    public override TrialValues Assign(TrialValues values, double value) => base.Assign(values, Range.Require(value, Key) + 0.0);

    /// <inheritdoc/>
    public override double Parse(string text, string source, Registry registry) =>
        InvariantNumber.TryParse(text, NumberStyles.Float, out double number) && Range.Contains(number)
            ? number
            : throw new InputException($"{source}: expected {Expected(registry)}, found '{text}'");

    /// <inheritdoc/>
    public override IReadOnlyList<double> ReadAll(YamlMap map, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Map(Key, $"the grid of {Key}") is { } grid ? Grid(grid) : base.ReadAll(map, registry);
    }

    /// <inheritdoc/>
    protected override double Read(YamlMap map, Registry registry) => map.Number(Key, Range)!.Value;

    /// <inheritdoc/>
    protected override string TextOf(double value) => Write is not null ? Write(value) : NumberText.Of(value);

    /// <inheritdoc/>
    protected override object ToCanonical(double value) => value;

    /// <inheritdoc/>
    protected override double FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Number(CanonicalKey);
    }

    /// <summary>
    /// Even steps of the logarithm, both ends included; each value rounded to twelve digits, so that it is the same on every machine.
    /// </summary>
    private List<double> Grid(YamlMap grid)
    {
        grid.RequireKnownKeys(["from", "to", "perDecade"]);
        double End(string end) => grid.Number(end, Range) is { } number && number > 0
            ? number
            : throw grid.Wrong(end, $"{Key}: expected a key '{end}' with a number above 0 in {Range}");
        var (from, to) = (End("from"), End("to"));
        var perDecade = grid.WholeNumber("perDecade", 1)
            ?? throw grid.Wrong("perDecade", $"{Key}: expected a key 'perDecade' with an integer of at least 1, found none");
        var steps = PortableMath.Log(to / from) / PortableMath.Log(10) * perDecade;
        if (!(steps >= 0) || Math.Abs(steps - Math.Round(steps)) > 1e-9)
        {
            throw grid.Wrong("to", string.Create(
                CultureInfo.InvariantCulture,
                $"{Key}: expected an end that steps of 1/{perDecade} of a decade from {from} reach, found '{to}'"));
        }

        static double Rounded(double value) =>
            double.Parse(value.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return
        [
            .. Enumerable.Range(0, (int)Math.Round(steps) + 1).Select(i => Rounded(from * PortableMath.Pow(10, i / (double)perDecade))),
        ];
    }
}
