using System.Collections.Immutable;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>What names in study files, records and options can mean: immutable, and passed to whoever reads any of them.</summary>
/// <remarks>Something new is added by <c>With</c>, which gives another registry; what has the name of something registered replaces it.
/// <see cref="StandardRegistry"/> has what comes with this project.</remarks>
public sealed class Registry
{
    private readonly RegistryContent _content;
    private readonly ImmutableArray<TrialParameter> _own;
    private readonly Func<ImmutableArray<NamedOptimizer>, ImmutableArray<TrialParameter>> _parametersWith;

    private Registry(
        RegistryContent content, Func<ImmutableArray<NamedOptimizer>, ImmutableArray<TrialParameter>> parametersWith,
        ImmutableArray<TrialParameter> own)
    {
        (_content, _parametersWith, _own) = (content, parametersWith, own);
        Parameters = [.. parametersWith(content.Optimizers), .. own];
        SweptKeys = [.. Parameters.Where(parameter => parameter.IsSwept).Select(parameter => parameter.Key)];
    }

    /// <summary>The optimizers.</summary>
    public ImmutableArray<NamedOptimizer> Optimizers => _content.Optimizers;

    /// <summary>The architectures of networks.</summary>
    public ImmutableArray<Architecture> Architectures => _content.Architectures;

    /// <summary>The data sets, and the formats of folders.</summary>
    public ImmutableArray<DataSet> DataSets => _content.DataSets;

    /// <summary>The measures of trained networks, in the order of their columns.</summary>
    public ImmutableArray<Measure> Measures => _content.Measures;

    /// <summary>The criteria by which trained networks are pruned.</summary>
    public ImmutableArray<PruningCriterion> PruningCriteria => _content.PruningCriteria;

    /// <summary>The hypotheses that studies can name.</summary>
    public ImmutableArray<Hypothesis> Hypotheses => _content.Hypotheses;

    /// <summary>The kinds of study.</summary>
    public ImmutableArray<IStudyKind> StudyKinds => _content.StudyKinds;

    /// <summary>The parameters of trainings, in the order of tables' columns: the settings of all optimizers are among them.</summary>
    public ImmutableArray<TrialParameter> Parameters { get; }

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
        With(_content with { Optimizers = Added(Optimizers, optimizers, optimizer => optimizer.Name) });

    /// <summary>The same with more architectures.</summary>
    /// <param name="architectures">The architectures.</param>
    public Registry With(params ReadOnlySpan<Architecture> architectures) =>
        With(_content with { Architectures = Added(Architectures, architectures, architecture => architecture.Name) });

    /// <summary>The same with more data sets.</summary>
    /// <param name="sets">The sets.</param>
    public Registry With(params ReadOnlySpan<DataSet> sets) =>
        With(_content with { DataSets = Added(DataSets, sets, set => set.Name) });

    /// <summary>The same with more kinds of study.</summary>
    /// <param name="kinds">The kinds of study.</param>
    public Registry With(params ReadOnlySpan<IStudyKind> kinds) =>
        With(_content with { StudyKinds = Added(StudyKinds, kinds, kind => kind.Name) });

    /// <summary>The same with more hypotheses.</summary>
    /// <param name="hypotheses">The hypotheses.</param>
    public Registry With(params ReadOnlySpan<Hypothesis> hypotheses) =>
        With(_content with { Hypotheses = Added(Hypotheses, hypotheses, hypothesis => hypothesis.Id) });

    /// <summary>The same with more measures: they are columns of every training study's tables.</summary>
    /// <param name="measures">The measures.</param>
    public Registry With(params ReadOnlySpan<Measure> measures) =>
        With(_content with { Measures = Added(Measures, measures, measure => measure.Name) });

    /// <summary>The same with more pruning criteria: trained networks are pruned by each that has a usual amount, or none to choose, and
    /// the test error and the share of parameters that is left become measures; the others are there for trials that ask for
    /// them.</summary>
    /// <param name="criteria">The criteria.</param>
    public Registry With(params ReadOnlySpan<PruningCriterion> criteria)
    {
        var measures = Measures;
        foreach (var criterion in criteria.ToArray().Where(criterion => criterion.IsUsual))
            measures = Added(
                measures, [PruningMeasures.ErrorBy(criterion), PruningMeasures.ParametersLeftBy(criterion)], measure => measure.Name);
        return With(_content with
        {
            Measures = measures,
            PruningCriteria = Added(PruningCriteria, criteria, criterion => criterion.Name),
        });
    }

    /// <summary>The same with more parameters of trainings.</summary>
    /// <param name="parameters">The parameters; no key is one of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">A key is there already: in other trials it would mean something else.</exception>
    public Registry With(params ReadOnlySpan<TrialParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (Parameters.Any(known => known.Key == parameter.Key || known.CanonicalKey == parameter.CanonicalKey))
                throw new ArgumentException($"There is a parameter '{parameter.Key}' already.", nameof(parameters));
        }

        return new Registry(_content, _parametersWith, [.. _own, .. parameters]);
    }

    /// <summary>A registry.</summary>
    /// <param name="content">What is registered, but for parameters.</param>
    /// <param name="parametersWith">The parameters of trainings, given the optimizers, whose settings are among them.</param>
    internal static Registry Of(
        RegistryContent content, Func<ImmutableArray<NamedOptimizer>, ImmutableArray<TrialParameter>> parametersWith) =>
        new(content, parametersWith, []);

    private Registry With(RegistryContent content) => new(content, _parametersWith, _own);

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

/// <summary>What is registered under names, but for parameters.</summary>
internal sealed record RegistryContent(
    ImmutableArray<NamedOptimizer> Optimizers, ImmutableArray<Architecture> Architectures, ImmutableArray<DataSet> DataSets,
    ImmutableArray<Measure> Measures, ImmutableArray<PruningCriterion> PruningCriteria, ImmutableArray<Hypothesis> Hypotheses,
    ImmutableArray<IStudyKind> StudyKinds);
