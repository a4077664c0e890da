using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>A trial in which a network is trained, and its features are measured: a value for each parameter of a registry.</summary>
/// <remarks>Two trials are equal exactly when their values are. <see cref="ValueOf{T}"/> gives any of them; those that the program itself
/// needs to train a network have a property.</remarks>
public sealed class TrainingTrial : IStudyTrial, IEquatable<TrainingTrial>
{
    /// <summary>The kind, in specifications.</summary>
    public const string Kind = "training";

    /// <summary>The trial of some values.</summary>
    /// <param name="values">A value for each parameter of their registry.</param>
    public TrainingTrial(TrialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        Specification = new TrialSpecification(Kind, values.ToSpecification());
    }

    /// <summary>The values of all parameters.</summary>
    public TrialValues Values { get; }

    /// <inheritdoc/>
    public TrialSpecification Specification { get; }

    /// <inheritdoc cref="TrainingParameters.Network"/>
    public string Network => ValueOf(TrainingParameters.Network);

    /// <inheritdoc cref="TrainingParameters.Width"/>
    public double Width => ValueOf(TrainingParameters.Width);

    /// <inheritdoc cref="TrainingParameters.NegativeSlope"/>
    public double NegativeSlope => ValueOf(TrainingParameters.NegativeSlope);

    /// <inheritdoc cref="TrainingParameters.Engine"/>
    public string Engine => ValueOf(TrainingParameters.Engine);

    /// <inheritdoc cref="TrainingParameters.Data"/>
    public string Data => ValueOf(TrainingParameters.Data);

    /// <inheritdoc cref="TrainingParameters.Size"/>
    public int Size => (int)ValueOf(TrainingParameters.Size);

    /// <inheritdoc cref="TrainingParameters.Images"/>
    public long Images => ValueOf(TrainingParameters.Images);

    /// <inheritdoc cref="TrainingParameters.TestImages"/>
    public long TestImages => ValueOf(TrainingParameters.TestImages);

    /// <inheritdoc cref="TrainingParameters.Classes"/>
    public int Classes => (int)ValueOf(TrainingParameters.Classes);

    /// <inheritdoc cref="TrainingParameters.Augment"/>
    public string Augment => ValueOf(TrainingParameters.Augment);

    /// <inheritdoc cref="TrainingParameters.Optimizer"/>
    public NamedOptimizer Optimizer => ValueOf(TrainingParameters.Optimizer);

    /// <summary>All settings of its optimizer, those of its regularizations among them, defaults written out.</summary>
    public ImmutableSortedDictionary<string, double> Settings => Values.SettingsOfOptimizer();

    /// <inheritdoc cref="TrainingParameters.Schedule"/>
    public Schedule Schedule => ValueOf(TrainingParameters.Schedule);

    /// <inheritdoc cref="TrainingParameters.BatchSize"/>
    public int BatchSize => (int)ValueOf(TrainingParameters.BatchSize);

    /// <inheritdoc cref="TrainingParameters.Iterations"/>
    public long Iterations => ValueOf(TrainingParameters.Iterations);

    /// <inheritdoc cref="TrainingParameters.Epochs"/>
    public long Epochs => ValueOf(TrainingParameters.Epochs);

    /// <inheritdoc cref="TrainingParameters.Seed"/>
    public long Seed => ValueOf(TrainingParameters.Seed);

    /// <inheritdoc cref="TrainingParameters.Regularization"/>
    public Regularization Regularization => ValueOf(TrainingParameters.Regularization);

    /// <inheritdoc cref="TrainingParameters.Lambda"/>
    public double Lambda => ValueOf(TrainingParameters.Lambda);

    /// <inheritdoc/>
    public IEnumerable<string> DataSets => [Data];

    /// <summary>The optimizer as a chain.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other.</exception>
    public Chain Chain => Values.BuildChain();

    /// <summary>Notices about its settings (<see cref="DecayNotice"/>), a line each.</summary>
    public IReadOnlyList<string> Notices => DecayNotice.Of(Optimizer, Settings, Values.Decayed());

    /// <summary>The trial that a specification describes.</summary>
    /// <param name="registry">What names can mean.</param>
    /// <param name="specification">A specification of this kind.</param>
    /// <exception cref="FormatException">It is of another kind, or a value is missing or cannot be used.</exception>
    public static TrainingTrial From(Registry registry, TrialSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return specification.ReadAs(Kind, of => new TrainingTrial(TrialValues.From(registry, of)));
    }

    /// <summary>The settings of each optimizer of some trials but its decays, defaults included: <c>sgd: lr = 0.05, momentum = 0.9</c>;
    /// where trials differ in one, all of its values.</summary>
    /// <param name="trials">The trials.</param>
    /// <returns>A line for each optimizer, in the order of the trials.</returns>
    public static IEnumerable<string> SettingsInForce(IEnumerable<TrainingTrial> trials) =>
        from trial in trials
        group trial.Settings by trial.Optimizer into of
        let settings = of.Key.Settings.Where(setting => !SettingParameter.IsOfRegularization(setting)).Select(setting => setting.Key)
            .Select(key => $"{key} = {string.Join(" or ", of.Select(values => values[key]).Distinct().Order().Select(NumberText.Of))}")
        select $"{of.Key.Name}: {string.Join(", ", settings)}";

    /// <summary>The parameters in which some trials differ, the seed aside, in the order of the registry.</summary>
    /// <remarks>Settings count where one optimizer has several: that each optimizer has its own is no factor.</remarks>
    /// <param name="trials">The trials, of one registry.</param>
    public static ImmutableArray<TrialParameter> Varied(IReadOnlyCollection<TrainingTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        if (trials.Count == 0)
            return [];
        var optimizers = trials.GroupBy(trial => trial.Optimizer).Select(group => group.ToList()).ToList();
        return [.. trials.First().Values.Registry.Parameters.Where(parameter => parameter.IsFactor
            && (parameter.IsOfOptimizer ? optimizers.Exists(group => Differ(group, parameter)) : Differ(trials, parameter)))];
    }

    /// <summary>The value of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    public T ValueOf<T>(TrialParameter<T> parameter)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.ValueIn(Values);
    }

    /// <summary>The same trial with another value.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">The parameter's value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the parameter's range.</exception>
    public TrainingTrial With<T>(TrialParameter<T> parameter, T value)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return new TrainingTrial(parameter.Assign(Values, value));
    }

    /// <summary>The value of a parameter as tables write it.</summary>
    /// <param name="parameter">The parameter.</param>
    public string TextOf(TrialParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.TextOf(Values);
    }

    /// <summary>What tells the trial from others: <c>adam, L2, λ 1e-3, seed 2</c>.</summary>
    /// <param name="varied">The parameters in which they differ.</param>
    public string NameBy(IEnumerable<TrialParameter> varied) => string.Join(", ", varied
        .Select(parameter => (Parameter: parameter, Text: parameter.TextOf(Values))).Where(of => of.Text != TrialParameter.Nothing)
        .Select(of => of.Parameter.Named(of.Text)).Append($"seed {Seed}"));

    /// <summary>
    /// Whether this and another differ in no parameter but those named, and the seed; where optimizers may differ, so may their settings.
    /// </summary>
    /// <param name="other">Another trial.</param>
    /// <param name="parameters">The parameters in which they may differ.</param>
    public bool DiffersOnlyIn(TrainingTrial other, params IReadOnlyCollection<TrialParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(parameters);
        var keys = parameters.Select(parameter => parameter.Key).ToHashSet(StringComparer.Ordinal);
        var settings = keys.Contains(TrainingParameters.Optimizer.Key) && Optimizer != other.Optimizer;
        return Values.Registry.Parameters.All(
            parameter => !parameter.IsFactor || keys.Contains(parameter.Key) || (settings && parameter.IsOfOptimizer)
                || parameter.AreEqual(Values, other.Values));
    }

    /// <summary>The outcome: <c>12.5 % of features inactive by γ, test error 3.0 %, 65 s</c>, or status and reason.</summary>
    /// <param name="record">The trial's record.</param>
    public string OutcomeOf(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Status != TrialStatus.Completed)
            return $"{TrialRecord.StatusName(record.Status)}, {record.Reason}";
        var result = TrainingResultJson.Of(record);
        var inactive = result.HasScale
            ? string.Create(CultureInfo.InvariantCulture, $"{result.SparsityByScale():0.0 %} of features inactive by γ")
            : string.Create(CultureInfo.InvariantCulture, $"{result.SparsityByActivation():0.0 %} of features inactive by activation");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{inactive}, test error {result.Test.Top1Error:0.0 %}, {record.Seconds:0} s");
    }

    /// <summary>
    /// Whether this and another can be packed into one network, by libtorch: they differ in nothing but optimizer, settings, schedule and
    /// seed.
    /// </summary>
    /// <param name="other">Another trial.</param>
    public bool CanBePackedWith(IStudyTrial other) => other is TrainingTrial training
        && !EngineParameter.IsCpu(Engine) && Values.Registry.FindArchitecture(Network) is { IsPlain: true }
        && DiffersOnlyIn(training, [.. Values.Registry.Parameters.Where(parameter => parameter.IsOfChain)]);

    /// <inheritdoc/>
    public bool Equals(TrainingTrial? other) => other is not null && Specification.Equals(other.Specification);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrainingTrial);

    /// <inheritdoc/>
    public override int GetHashCode() => Specification.GetHashCode();

    private static bool Differ(IReadOnlyCollection<TrainingTrial> trials, TrialParameter parameter)
    {
        var first = trials.First().Values;
        return trials.Any(trial => !parameter.AreEqual(first, trial.Values));
    }
}
