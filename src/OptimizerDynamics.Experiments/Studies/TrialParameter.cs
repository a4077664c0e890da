using System.Text;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// One of the things that a trial depends on: key, words, range and default, and how its value is read, compared and written.
/// </summary>
/// <remarks>Study files, options of <c>optdyn train</c>, canonical JSON, equality, order, names, tables and captions all come from here. A
/// value is typed by <see cref="TrialParameter{T}"/>.</remarks>
public abstract class TrialParameter
{
    /// <summary>What is written where a parameter says nothing of a trial: λ without regularization, say.</summary>
    public const string Nothing = "–";

    private readonly string? _label, _axisTitle, _canonicalKey;

    private protected TrialParameter(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Key = key;
    }

    /// <summary>Its key in study files, such as <c>negativeSlope</c>.</summary>
    public string Key { get; }

    /// <summary>Its key in specifications and records; <see cref="Key"/> unless given.</summary>
    public string CanonicalKey { get => _canonicalKey ?? Key; init => _canonicalKey = value; }

    /// <summary>What it is called above a table's column; <see cref="Key"/> unless given.</summary>
    public string Label { get => _label ?? Key; init => _label = value; }

    /// <summary>Its symbol in formulas, such as λ; empty where it has none.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>The unit of its numbers, such as px; empty where they have none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The title of an axis; <see cref="Label"/> unless given.</summary>
    public string AxisTitle { get => _axisTitle ?? Label; init => _axisTitle = value; }

    /// <summary>What it means, in a sentence, for help.</summary>
    public required string Meaning { get; init; }

    /// <summary>What the values of an option are called in help, such as <c>n</c>.</summary>
    public string HelpName { get; init; } = "value";

    /// <summary>The option of <c>optdyn train</c>; <c>--</c> and the key's words unless given, null where there is none.</summary>
    public string? Option { get; init; } = "";

    /// <summary>Whether study files can give it; false for the seed, which they give as <c>seeds</c>, and for λ by its settings.</summary>
    public bool IsSwept { get; init; } = true;

    /// <summary>Whether a study has to give it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// Whether specifications hold it although it has its default: the parameters of the first records, whose ids are kept.
    /// </summary>
    public bool IsAlwaysWritten { get; init; }

    /// <summary>Whether trials count as different settings where they differ in it; false for the seed.</summary>
    public bool IsFactor { get; init; } = true;

    /// <summary>Whether each optimizer has its own: that two optimizers differ in it is no factor of a study.</summary>
    public virtual bool IsOfOptimizer => false;

    /// <summary>
    /// Whether it is part of the optimizer's chain, and so may differ between trainings that are packed into one network.
    /// </summary>
    public bool IsOfChain { get; init; }

    /// <summary>Whether its value is stored in a trial; false where it follows from other values.</summary>
    public virtual bool IsStored => true;

    /// <summary>Whether its values say what they are values of: <c>adam</c> does, <c>0.125</c> does not.</summary>
    public bool SpeaksForItself { get; init; }

    /// <summary>
    /// The key of the parameter that it stands in place of, or that stands in place of it: exactly one of the two is given. Null for none.
    /// </summary>
    public string? Alternative { get; init; }

    /// <summary>Where captions say it.</summary>
    public CaptionPart CaptionPart { get; init; } = CaptionPart.Training;

    /// <summary>
    /// Its rank among those of its <see cref="CaptionPart"/>: smaller ones first, the order of registration among equals.
    /// </summary>
    public int CaptionRank { get; init; }

    /// <summary>What is wrong with the value beside a trial's other values, in a function that gives null where nothing is; null for a
    /// parameter that goes with all others.</summary>
    public Func<TrialValues, ParameterConflict?>? Conflict { get; init; }

    /// <summary>What a trial with such values lacks to have it, such as <c>expected 'prune' beside it</c>, in a function that gives null
    /// where nothing is lacking; null for a parameter that every trial has.</summary>
    public Func<TrialValues, string?>? Lacking { get; init; }

    /// <summary>Whether its values are numbers: what can stand at an axis.</summary>
    public abstract bool HasNumber { get; }

    /// <summary>The option with which <c>optdyn train</c> gives it; null where there is none.</summary>
    public string? OptionName => Option is "" ? $"--{Words(Key)}" : Option;

    /// <summary>What is expected of a value, for messages: <c>a number in (0, ∞)</c>.</summary>
    /// <param name="registry">What names can mean.</param>
    public abstract string Expected(Registry registry);

    /// <summary>The words that an option can be completed with; none where there are too many.</summary>
    /// <param name="registry">What names can mean.</param>
    public virtual IReadOnlyList<string> Completions(Registry registry) => [];

    /// <summary>Whether a trial with such values has it: without regularization there is no λ.</summary>
    /// <param name="values">The other values.</param>
    public virtual bool AppliesTo(TrialValues values) => Lacking?.Invoke(values) is null;

    /// <summary>The value as a number.</summary>
    /// <param name="values">A trial's values.</param>
    /// <returns>The number; NaN where it has none.</returns>
    public abstract double NumberOf(TrialValues values);

    /// <summary>The value as tables write it; <see cref="Nothing"/> where it says nothing.</summary>
    /// <param name="values">A trial's values.</param>
    public abstract string TextOf(TrialValues values);

    /// <summary>The value as the title of a panel says it: <c>λ = 1e-3</c>, <c>width 0.125</c>.</summary>
    /// <param name="text">What <see cref="TextOf"/> gives.</param>
    public virtual string Titled(string text) => SpeaksForItself ? text : $"{Label} {text}";

    /// <summary>The value as the name of a trial says it: <c>λ 1e-3</c>, <c>width 0.125</c>.</summary>
    /// <param name="text">What <see cref="TextOf"/> gives.</param>
    public string Named(string text) => SpeaksForItself ? text : $"{Label} {text}";

    /// <summary>What captions say of a value that all trainings share; empty for nothing.</summary>
    /// <param name="values">A trial's values.</param>
    public abstract string CaptionOf(TrialValues values);

    /// <summary>
    /// Which of two trials' values comes first: numbers by size, names of a registry by their order there, texts by their characters'
    /// codes.
    /// </summary>
    /// <param name="one">A trial's values.</param>
    /// <param name="other">Another's.</param>
    public abstract int Compare(TrialValues one, TrialValues other);

    /// <summary>Whether two trials have the same value, exactly.</summary>
    /// <param name="one">A trial's values.</param>
    /// <param name="other">Another's.</param>
    public abstract bool AreEqual(TrialValues one, TrialValues other);

    /// <summary>The same values with this one read from an option's text.</summary>
    /// <param name="values">The values.</param>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="InputException">The text means no value, or one that is not allowed, or the trial has no such
    /// parameter.</exception>
    public abstract TrialValues WithText(TrialValues values, string text, string source);

    /// <summary>What the value changes of how a trial's network is trained, beyond what the program itself takes from a trial: for a
    /// parameter of one's own.</summary>
    /// <param name="setup">How it is trained.</param>
    /// <param name="values">The trial's values.</param>
    /// <returns>How it is trained with the value; the same unless overridden.</returns>
    public virtual TrainingSetup Configure(TrainingSetup setup, TrialValues values) => setup;

    /// <summary>Refuses an option's text that means no value of any trial.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <param name="registry">What names can mean.</param>
    /// <exception cref="InputException">The text means no value, or one that is not allowed.</exception>
    public abstract void Check(string text, string source, Registry registry);

    /// <summary>
    /// The value as a specification holds it; null where it does not: it is not stored, does not apply, or is a default that need not be
    /// written.
    /// </summary>
    internal abstract object? Canonical(TrialValues values);

    /// <summary>The same values with this one from a specification, which has it.</summary>
    internal abstract TrialValues WithCanonical(TrialValues values, TrialSpecification specification);

    /// <summary>The same values with what it means that a specification does not hold this one.</summary>
    internal abstract TrialValues WithoutCanonical(TrialValues values);

    /// <summary>The same values once for each value that a study gives.</summary>
    internal abstract IEnumerable<TrialValues> Expand(StudyValues study, TrialValues values);

    /// <summary>What is wrong with giving it where it does not apply; null where it is simply left out.</summary>
    private protected virtual string? Refusal(TrialValues values) => Lacking?.Invoke(values);

    /// <summary>What is wrong with a study that gives it beside other values of the study; null where nothing is.</summary>
    private protected virtual string? Contradiction(TrialValues values) => null;

    /// <summary><c>negativeSlope</c> as <c>negative-slope</c>.</summary>
    private static string Words(string key)
    {
        var words = new StringBuilder();
        foreach (var letter in key)
        {
            if (char.IsUpper(letter))
                words.Append('-');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
