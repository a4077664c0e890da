using System.Collections.Immutable;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What names in study files, records and options can mean: immutable, and passed to whoever reads any of them.</summary>
/// <remarks>Something new is added by <c>With</c>, which gives another registry; what has the name of something registered replaces it.</remarks>
public sealed class Registry
{
    private readonly ImmutableArray<TrialParameter> _own;

    private Registry(
        ImmutableArray<NamedOptimizer> optimizers, ImmutableArray<Architecture> architectures, ImmutableArray<DataSet> sets,
        ImmutableArray<TrialParameter> own, ImmutableArray<IStudyKind> kinds)
    {
        (Optimizers, Architectures, DataSets, _own, StudyKinds) = (optimizers, architectures, sets, own, kinds);
        Parameters = [.. TrainingParameters.With(Optimizers), .. own];
        SweptKeys = [.. Parameters.Where(parameter => parameter.IsSwept).Select(parameter => parameter.Key)];
    }

    /// <summary>What this project has. Kinds of study read and run; <c>OptimizerDynamics.Reports</c> adds their pages.</summary>
    public static Registry Standard { get; } = new(
        [.. OptimizerCatalog.All], Networks.Architectures.All, Data.DataSets.All, [], [new LowGradientKind(), new TrainingKind()]);

    /// <summary>The optimizers.</summary>
    public ImmutableArray<NamedOptimizer> Optimizers { get; }

    /// <summary>The architectures of networks.</summary>
    public ImmutableArray<Architecture> Architectures { get; }

    /// <summary>The parameters of trainings, in the order in which a reader wants them: the settings of all optimizers are among them.</summary>
    public ImmutableArray<TrialParameter> Parameters { get; }

    /// <summary>The data sets, and the formats of folders.</summary>
    public ImmutableArray<DataSet> DataSets { get; }

    /// <summary>The measures of trained networks, in the order of their columns.</summary>
    public ImmutableArray<Measure> Measures { get; private init; } = Networks.Measures.All;

    /// <summary>The criteria by which trained networks are pruned.</summary>
    public ImmutableArray<PruningCriterion> PruningCriteria { get; private init; } = Networks.PruningCriteria.All;

    /// <summary>The hypotheses that studies can name.</summary>
    public ImmutableArray<Hypothesis> Hypotheses { get; private init; } = Experiments.Hypotheses.All;

    /// <summary>The kinds of study.</summary>
    public ImmutableArray<IStudyKind> StudyKinds { get; }

    /// <summary>The keys of the parameters that study files can give.</summary>
    internal ImmutableArray<string> SweptKeys { get; }

    /// <summary>The optimizer of a name; null where there is none.</summary>
    /// <param name="name">The name; case matters.</param>
    public NamedOptimizer? FindOptimizer(string name) => Optimizers.FirstOrDefault(optimizer => optimizer.Name == name);

    /// <summary>The architecture of a name; null where there is none.</summary>
    /// <param name="name">The name; case matters.</param>
    public Architecture? FindArchitecture(string name) => Architectures.FirstOrDefault(architecture => architecture.Name == name);

    /// <summary>The same with more optimizers, and their settings as parameters.</summary>
    /// <param name="optimizers">The optimizers.</param>
    public Registry With(params ReadOnlySpan<NamedOptimizer> optimizers) =>
        Copy(Added(Optimizers, optimizers, optimizer => optimizer.Name), Architectures, DataSets, _own, StudyKinds);

    /// <summary>The same with more architectures.</summary>
    /// <param name="architectures">The architectures.</param>
    public Registry With(params ReadOnlySpan<Architecture> architectures) =>
        Copy(Optimizers, Added(Architectures, architectures, architecture => architecture.Name), DataSets, _own, StudyKinds);

    /// <summary>The same with more parameters of trainings.</summary>
    /// <param name="parameters">They; no key is one of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">A key is there already: in other trials it would mean something else.</exception>
    public Registry With(params ReadOnlySpan<TrialParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (Parameters.Any(known => known.Key == parameter.Key || known.CanonicalKey == parameter.CanonicalKey))
                throw new ArgumentException($"There is a parameter '{parameter.Key}' already.", nameof(parameters));
        }

        return Copy(Optimizers, Architectures, DataSets, [.. _own, .. parameters], StudyKinds);
    }

    /// <summary>The same with more data sets.</summary>
    /// <param name="sets">The sets.</param>
    public Registry With(params ReadOnlySpan<DataSet> sets) =>
        Copy(Optimizers, Architectures, Added(DataSets, sets, set => set.Name), _own, StudyKinds);

    /// <summary>The same with more kinds of study.</summary>
    /// <param name="kinds">The kinds of study.</param>
    public Registry With(params ReadOnlySpan<IStudyKind> kinds) =>
        Copy(Optimizers, Architectures, DataSets, _own, Added(StudyKinds, kinds, kind => kind.Name));

    /// <summary>The same with more measures: they are columns of every training study's tables.</summary>
    /// <param name="measures">The measures.</param>
    public Registry With(params ReadOnlySpan<Measure> measures) =>
        Copy(Optimizers, Architectures, DataSets, _own, StudyKinds, measures: Added(Measures, measures, measure => measure.Name));

    /// <summary>The same with more pruning criteria: trained networks are pruned by each, and the test error and the share of parameters that
    /// is left become measures.</summary>
    /// <param name="criteria">The criteria.</param>
    public Registry With(params ReadOnlySpan<PruningCriterion> criteria)
    {
        var measures = Measures;
        foreach (var criterion in criteria)
            measures = Added(
                measures, [PruningMeasures.ErrorBy(criterion), PruningMeasures.ParametersLeftBy(criterion)], measure => measure.Name);
        return Copy(
            Optimizers, Architectures, DataSets, _own, StudyKinds, measures,
            Added(PruningCriteria, criteria, criterion => criterion.Name));
    }

    /// <summary>The same with more hypotheses.</summary>
    /// <param name="hypotheses">The hypotheses.</param>
    public Registry With(params ReadOnlySpan<Hypothesis> hypotheses) => Copy(
        Optimizers, Architectures, DataSets, _own, StudyKinds,
        hypotheses: Added(Hypotheses, hypotheses, hypothesis => hypothesis.Id));

    private Registry Copy(
        ImmutableArray<NamedOptimizer> optimizers, ImmutableArray<Architecture> architectures, ImmutableArray<DataSet> sets,
        ImmutableArray<TrialParameter> own, ImmutableArray<IStudyKind> kinds, ImmutableArray<Measure>? measures = null,
        ImmutableArray<PruningCriterion>? criteria = null, ImmutableArray<Hypothesis>? hypotheses = null) =>
        new(optimizers, architectures, sets, own, kinds)
        {
            Measures = measures ?? Measures,
            PruningCriteria = criteria ?? PruningCriteria,
            Hypotheses = hypotheses ?? Hypotheses,
        };

    private static ImmutableArray<T> Added<T>(ImmutableArray<T> known, ReadOnlySpan<T> more, Func<T, string> nameOf)
    {
        foreach (var one in more)
        {
            var index = known.ToList().FindIndex(other => nameOf(other) == nameOf(one));
            known = index < 0 ? known.Add(one) : known.SetItem(index, one);
        }

        return known;
    }
}
