using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// A setting of optimizers, such as <c>beta2</c>: range and default are those of the trial's optimizer. Switches are 0 and 1.
/// </summary>
/// <remarks>Derived from the settings of the registry's optimizers: an optimizer that is added brings its settings with it.</remarks>
/// <param name="setting">The setting, of the first optimizer that has it.</param>
public sealed class SettingParameter(Setting setting) : TrialParameter<double>(setting.Key)
{
    /// <summary>How its key begins in specifications.</summary>
    public const string Prefix = "optimizer.";

    private const string On = "true", Off = "false";

    private readonly Regularization _kind = CommonSettings.RegularizationOf(setting.Key);

    /// <summary>
    /// The settings of an optimizer's that say what draws parameters to 0, and how much: <c>regularization</c> and <c>lambda</c> of a
    /// study.
    /// </summary>
    public static bool IsOfRegularization(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return CommonSettings.RegularizationOf(setting.Key) != Regularization.None;
    }

    /// <inheritdoc/>
    public override bool IsOfOptimizer => true;

    /// <inheritdoc/>
    public override bool HasNumber => !setting.IsSwitch;

    /// <inheritdoc/>
    public override string Expected(Registry registry) => setting.Range is { } range ? $"a number in {range}" : $"{On} or {Off}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Completions(Registry registry) => setting.IsSwitch ? [On, Off] : [];

    /// <inheritdoc/>
    public override bool AppliesTo(TrialValues values) => SettingOf(values) is not null;

    /// <summary>The value of a trial; 0 where its optimizer has no such setting.</summary>
    /// <param name="values">The trial's values.</param>
    public override double ValueIn(TrialValues values) => AppliesTo(values) ? base.ValueIn(values) : 0;

    /// <inheritdoc/>
    public override double NumberOf(TrialValues values) => setting.IsSwitch || !AppliesTo(values) ? double.NaN : ValueIn(values);

    /// <summary>Nothing where λ says it.</summary>
    /// <param name="values">A trial's values.</param>
    public override string TextOf(TrialValues values) => IsLambdaOf(values) ? Nothing : base.TextOf(values);

    /// <summary>Whether two trials have the same value; λ of their regularization is compared there.</summary>
    /// <param name="one">A trial's values.</param>
    /// <param name="other">Another's.</param>
    public override bool AreEqual(TrialValues one, TrialValues other) => _kind == Regularization.None
        ? base.AreEqual(one, other)
        : Beside(one).Equals(Beside(other));

    /// <inheritdoc/>
    public override int Compare(TrialValues one, TrialValues other) => ValueIn(one).CompareTo(ValueIn(other));

    /// <inheritdoc/>
    public override double Parse(string text, string source, Registry registry)
    {
        if (setting.IsSwitch)
            return text switch
            {
                On => 1,
                Off => 0,
                _ => throw new InputException($"{source}: expected {Expected(registry)}, found '{text}'"),
            };
        return InvariantNumber.TryParse(text, NumberStyles.Float, out double number)
            && setting.Range!.Value.Contains(number)
            ? number
            : throw new InputException($"{source}: expected {Expected(registry)}, found '{text}'");
    }

    /// <summary>The parameter of a setting.</summary>
    /// <param name="setting">The setting, of the first optimizer that has it.</param>
    internal static SettingParameter Of(Setting setting) => new(setting)
    {
        Label = setting.Key switch { "lr" => "learning rate", "beta2" => "β₂", "beta1" => "β₁", "epsilon" => "ε", _ => setting.Key },
        CanonicalKey = Prefix + setting.Key,
        Meaning = $"{Begun(setting.Meaning)}; the optimizer's own when left out.",
        HelpName = setting.IsSwitch ? $"{On}|{Off}" : "number",
        IsSwept = !IsOfRegularization(setting) || IsSparsifier(setting),
        IsAlwaysWritten = !IsSparsifier(setting),
        IsOfChain = true,
        CaptionPart = CaptionPart.None,
        Default = values => SettingIn(values, setting.Key)?.Default ?? 0,
    };

    /// <inheritdoc/>
    protected override double Read(YamlMap map, Registry registry) => OptimizerFile.Given(map, setting)!.Value;

    /// <inheritdoc/>
    protected override string TextOf(double value) => setting.IsSwitch ? value > 0 ? On : Off : NumberText.Of(value);

    /// <inheritdoc/>
    protected override object ToCanonical(double value) => value;

    /// <inheritdoc/>
    protected override double FromCanonical(TrialSpecification specification, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.Number(CanonicalKey);
    }

    private protected override string? Refusal(TrialValues values)
    {
        var optimizer = TrainingParameters.Optimizer.ValueIn(values);
        return $"expected optimizers that have it, found '{optimizer.Name}', which has "
            + string.Join(", ", optimizer.Settings.Select(setting => setting.Key));
    }

    private protected override string? Contradiction(TrialValues values) =>
        _kind != Regularization.None && TrainingParameters.Regularization.AskedIn(values) == _kind
            ? $"the regularization is {Key} already, and its strength is '{TrainingParameters.Lambda.Key}': leave '{Key}' out, or say "
                + "another regularization beside it"
            : null;

    private static bool IsSparsifier(Setting setting) => CommonSettings.Sparsifiers.Any(sparsifier => sparsifier.Key == setting.Key);

    private bool IsLambdaOf(TrialValues values) =>
        _kind != Regularization.None && TrainingParameters.Regularization.ValueIn(values) == _kind;

    /// <summary>λ of a regularization that is not the trial's first; 0 where it is.</summary>
    private double Beside(TrialValues values) => IsLambdaOf(values) ? 0 : ValueIn(values);

    /// <summary>As a sentence begins; but a symbol such as λ stays what it is.</summary>
    private static string Begun(string meaning) =>
        char.IsAsciiLetter(meaning[0]) ? $"{char.ToUpperInvariant(meaning[0])}{meaning[1..]}" : meaning;

    private Setting? SettingOf(TrialValues values) => SettingIn(values, Key);

    private static Setting? SettingIn(TrialValues values, string key) =>
        TrainingParameters.Optimizer.ValueIn(values).Settings.FirstOrDefault(setting => setting.Key == key);
}
