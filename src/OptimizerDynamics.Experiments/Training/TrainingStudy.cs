using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A study of kind <c>training</c>: networks are trained, and what becomes of their features is the answer.</summary>
/// <remarks>
/// <code>
/// study: dying-filters
/// kind: training
/// question: Which filters die, and when?
/// base: {network: basicnet, width: 0.125, data: fashion-mnist, size: 14, batchSize: 20, iterations: 10000}   # one value each
/// sweep:                                                                           # every combination
///   optimizer: [sgd, adam]
///   regularization: [none, l2, weightDecay]
///   lambda: [1e-4, 1e-3]                               # or {from: 1e-5, to: 1e-2, perDecade: 2}
/// variants:                                            # all of it once for each, which replaces values: one thing at a time
///   as it is: {}
///   longer: {iterations: 50000, lambda: 1e-5}
/// settings: {adam: {lr: 3e-3, beta2: 0.99}}            # where an optimizer's default is not wanted
/// seeds: 3                                             # 1 to 3; or a list
/// report:
///   title: Filters that die
///   layer: C6                                          # the layer whose γ and β are drawn
///   hypotheses:                                        # what the study tests: fixed before it runs
///     H3: {primary: as it is > longer, secondary: []}  # the contrast that decides, and others
///   decayRates: surveyed                               # of seeds behind the first, the rates beside surveys alone
///   against: lambda                                    # what sparsity is drawn against
/// slurm: {time: 2:00:00, memory: 4G}                   # what a task asks for: see SlurmSettings
/// profiles:
///   smoke: {iterations: 200, seeds: 1}                 # what it changes
///   quick: {variants: [as it is]}                      # some of the variants
///   standard: {}
///   paper: {settings: {adam: {lr: 1e-3}}}              # in place of the settings above
/// </code>
/// <para>Values: all parameters of the registry (<see cref="TrainingParameters"/>): <c>data</c>, <c>size</c>, <c>images</c>,
/// <c>testImages</c>, <c>classes</c>, <c>augment</c>, <c>network</c>, <c>width</c>, <c>negativeSlope</c>, <c>engine</c>,
/// <c>optimizer</c>, <c>regularization</c>, <c>lambda</c>, every setting of the optimizers (<c>lr</c>, <c>momentum</c>, <c>beta2</c>, …; in
/// place of the optimizer's),
/// <c>decayed</c> (all, none, or some of weight, bias, scale and shift joined by +), <c>l2Kinds</c>, <c>weightDecayKinds</c>,
/// <c>l1Kinds</c> and <c>proximalL1Kinds</c> (the same of one regularization), <c>schedule</c>, <c>batchSize</c>, and either
/// <c>iterations</c> or <c>epochs</c>. All of them may be swept. What stands nowhere has the default of <c>optdyn train</c>; <c>data</c>,
/// <c>optimizer</c>, <c>regularization</c>, λ and the length have none. Each seed is a trial of its own. Without regularization there is no
/// λ, and one trial instead of one for each. <c>regularization</c> is one of <c>none</c>, <c>l2</c>, <c>weightDecay</c>, <c>l1</c> and
/// <c>proximalL1</c>; an L1 beside another one is given as <c>l1</c> or <c>proximalL1</c>.</para>
/// </remarks>
/// <param name="Name">The study's name.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Profile">The profile that was chosen.</param>
/// <param name="Trials">Its trials, in the order of the file's sweep, the seeds of one setting behind each other; no two alike.</param>
/// <param name="Report">What its report shows.</param>
public sealed record TrainingStudy(
    string Name, string Question, string Profile, ImmutableArray<TrainingTrial> Trials, TrainingReport Report) : IStudy
{
    /// <summary>The name of the setting of a study that has one, and no variants.</summary>
    public const string OnlySetting = "the network";

    private const string Variants = "variants";

    private static readonly string[] _ofProfiles = ["seeds", "settings", Variants, SlurmSettings.Section];

    /// <inheritdoc/>
    public required IStudyKind Kind { get; init; }

    /// <summary>The meaning of names in its file.</summary>
    public required Registry Registry { get; init; }

    /// <inheritdoc/>
    public IEnumerable<IStudyTrial> All => Trials;

    /// <summary>The parameters in which its trials differ.</summary>
    public ImmutableArray<TrialParameter> Varied { get; private init; } = TrainingTrial.Varied(Trials);

    /// <summary>What the study itself calls its settings: the name of a variant, with whatever differs within it; a trial of each setting,
    /// with seed 0. Empty for a study without variants.</summary>
    public ImmutableDictionary<TrainingTrial, SettingTitle> Titles { get; private init; } =
        ImmutableDictionary<TrainingTrial, SettingTitle>.Empty;

    /// <summary>The settings by what the study calls them, which is what contrasts name: a variant's name, with whatever differs within it;
    /// in a study without variants whatever differs. A trial of each, with seed 0; two variants can be one setting.</summary>
    public ImmutableSortedDictionary<string, TrainingTrial> SettingsByName { get; private init; } =
        ImmutableSortedDictionary<string, TrainingTrial>.Empty;

    /// <inheritdoc/>
    public Preregistration? Plan => Report.Hypotheses.IsEmpty ? null : PlanText.Of(this);

    /// <inheritdoc/>
    public SlurmSettings Slurm { get; init; } = SlurmSettings.Default;

    /// <inheritdoc/>
    public IStudy WithEngine(string name, string source)
    {
        var engine = TrainingParameters.Engine.Parse(name, source, Registry);
        TrainingTrial[] trials = [.. Trials.Select(trial => trial.With(TrainingParameters.Engine, engine)).Distinct()];
        foreach (var trial in trials)
        {
            if (trial.Values.FindConflict([TrainingParameters.Engine]) is { } conflict)
                throw new InputException($"{source}: {conflict.Message}");
        }

        return this with
        {
            Trials = [.. trials],
            Varied = TrainingTrial.Varied(trials),
            Titles =
                Titles.Select(of => KeyValuePair.Create(of.Key.With(TrainingParameters.Engine, engine), of.Value)).ToImmutableDictionary(),
            SettingsByName = SettingsByName
                .Select(of => KeyValuePair.Create(of.Key, of.Value.With(TrainingParameters.Engine, engine)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <inheritdoc/>
    public string NameOf(IStudyTrial trial)
    {
        var training = (TrainingTrial)trial;
        return Titles.TryGetValue(training.With(TrainingParameters.Seed, 0), out var title)
            ? $"{title.Of(training)}, seed {training.Seed}"
            : training.NameBy(Varied);
    }

    /// <summary>
    /// The records that a report is made of: γ and β on the way only of the report's layer, and only for the first seed of each setting; of
    /// the other seeds the effective decay rates that the report keeps.
    /// </summary>
    /// <param name="records">The trials' records, whole.</param>
    public IEnumerable<TrialRecord> Reported(IEnumerable<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var first = Trials.GroupBy(trial => trial.With(TrainingParameters.Seed, 0))
            .Select(setting => setting.MinBy(trial => trial.Seed)!.Specification.Id).ToHashSet();
        return records.Select(record => record.Status == TrialStatus.Completed
            ? record with { Result = Kept(TrainingResultJson.Of(record), first.Contains(record.Id)).ToJson() }
            : record);

        TrainingResult Kept(TrainingResult result, bool isFirst) => (isFirst, Report.DecayRates) switch
        {
            (true, _) => result.Keeping(Report.Layer),
            (_, KeptRates.Surveyed) => result.Keeping(null).KeepingSurveyedRates(),
            _ => result.Keeping(null),
        };
    }

    /// <inheritdoc/>
    public IEnumerable<string> SettingsInForce => TrainingTrial.SettingsInForce(Trials);

    /// <summary>
    /// Notices about the trials' settings: decays so hard that they are likely a mistake (<see cref="DecayNotice"/>).
    /// </summary>
    public IEnumerable<string> Notices =>
        Trials.DistinctBy(trial => trial.With(TrainingParameters.Seed, 0)).SelectMany(trial => trial.Notices).Distinct();

    /// <summary>Reads a study at a profile.</summary>
    /// <exception cref="InputException">A key, type, value or combination cannot be used.</exception>
    internal static TrainingStudy Of(StudySource source, IStudyKind kind)
    {
        var variants = source.Map.RequireMap(Variants, "the variants");
        IEnumerable<(string Variant, YamlMap? Values)> each = variants is null
            ? [("", null)]
            : ChosenVariants(source, variants)
                .Select(variant => (variant, variants.RequireMap(variant, $"the variant {variant}")));
        var named = each.SelectMany(of =>
            TrialsOf(source, new StudyValues(source, source.Registry.SweptKeys, [], _ofProfiles, of.Values))
                .Select(trial => (of.Variant, trial)))
            .ToList();
        var trials = OnOneEngine([.. named.Select(of => of.trial)]).ToList();
        var names = NamesOf([.. named.Select(of => of.Variant).Zip(trials)]).ToList();
        return new TrainingStudy(source.Name, source.Question, source.Profile, [.. trials.Distinct()], TrainingReport.Read(source))
        {
            Kind = kind,
            Registry = source.Registry,
            Titles = variants is null ? ImmutableDictionary<TrainingTrial, SettingTitle>.Empty
                : names.DistinctBy(of => of.Setting).ToImmutableDictionary(of => of.Setting, of => of.Title),
            SettingsByName = names.DistinctBy(of => NameOf(of.Title, of.Setting))
                .ToImmutableSortedDictionary(of => NameOf(of.Title, of.Setting), of => of.Setting, StringComparer.Ordinal),
            Slurm = SlurmSettings.Read(source.Map, source.Profiles.RequireMap(source.Profile, $"the profile {source.Profile}")!),
        };
    }

    /// <summary>The variants that a profile has: all, or those that it names.</summary>
    private static IEnumerable<string> ChosenVariants(StudySource source, YamlMap variants)
    {
        var profile = source.Profiles.RequireMap(source.Profile, $"the profile {source.Profile}")!;
        string[] known = [.. variants.Keys];
        return profile.Texts(Variants, "names of variants") is not { } chosen ? known
            : chosen.FirstOrDefault(name => !known.Contains(name)) is { } unknown
                ? throw profile.Wrong(Variants, $"{Variants}: {Nearest.Unknown("variant", unknown, known)}")
                : known.Where(chosen.Contains);
    }

    /// <summary>A title for each setting: its variant's name, with whatever differs among the settings of that variant.</summary>
    private static IEnumerable<(SettingTitle Title, TrainingTrial Setting)> NamesOf(
        IReadOnlyCollection<(string Variant, TrainingTrial Trial)> named)
    {
        foreach (var of in named.GroupBy(of => of.Variant, of => of.Trial.With(TrainingParameters.Seed, 0)))
        {
            TrainingTrial[] settings = [.. of.Distinct()];
            var title = new SettingTitle(of.Key, TrainingTrial.Varied(settings));
            foreach (var setting in settings)
                yield return (title, setting);
        }
    }

    private static string NameOf(SettingTitle title, TrainingTrial setting) =>
        title.Of(setting) is { Length: > 0 } name ? name : OnlySetting;

    /// <summary>The trials with one default of the engine: where one of them needs libtorch, all that name no engine are its.</summary>
    /// <remarks>A study that sweeps the width compares widths, and not engines.</remarks>
    private static IEnumerable<TrainingTrial> OnOneEngine(IReadOnlyCollection<TrainingTrial> trials)
    {
        var engine = TrainingParameters.Engine;
        return trials.Any(trial => !engine.IsGivenIn(trial.Values) && trial.Engine == EngineParameter.Libtorch)
            ? trials.Select(trial => engine.IsGivenIn(trial.Values) ? trial : trial.With(engine, EngineParameter.Libtorch))
            : trials;
    }

    /// <summary>Every combination of the values of all parameters, in the order of the registry, once for each seed.</summary>
    private static IEnumerable<TrainingTrial> TrialsOf(StudySource source, StudyValues values)
    {
        var settings = StudyOptimizers.Read(source.Map, values);
        List<TrialValues> all = [new TrialValues(source.Registry)];
        foreach (var parameter in source.Registry.Parameters.Where(parameter => parameter.IsSwept))
        {
            all = [.. all.SelectMany(one => parameter.Expand(values, one))];
            if (parameter == TrainingParameters.Optimizer)
                all = [.. all.Select(one => one.WithSettings(settings.SettingsOf(TrainingParameters.Optimizer.ValueIn(one))))];
        }

        var seeds = values.Seeds();
        foreach (var one in all)
            values.RequireNone(one.FindConflict());
        return all.SelectMany(one => seeds.Select(seed => new TrainingTrial(TrainingParameters.Seed.Assign(one, seed))));
    }
}
