using System.Collections.Immutable;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Experiments;

/// <summary>What names in study files, records and options can mean: immutable, and passed to whoever reads any of them.</summary>
/// <remarks>Something new is added by <c>With</c>, which gives another registry; what has the name of something registered replaces it.</remarks>
public sealed record Registry
{
    private Registry()
    {
    }

    /// <summary>What this project has. Kinds of study read and run; <c>OptimizerDynamics.Reports</c> adds their pages.</summary>
    public static Registry Standard { get; } = new();

    /// <summary>The optimizers.</summary>
    public ImmutableArray<NamedOptimizer> Optimizers { get; private init; } = [.. OptimizerCatalog.All];

    /// <summary>The data sets, and the formats of folders.</summary>
    public ImmutableArray<DataSet> DataSets { get; private init; } = Data.DataSets.All;

    /// <summary>The kinds of study.</summary>
    public ImmutableArray<IStudyKind> StudyKinds { get; private init; } = [new LowGradientKind(), new TrainingKind()];

    /// <summary>The same with more optimizers.</summary>
    /// <param name="optimizers">They.</param>
    public Registry With(params ReadOnlySpan<NamedOptimizer> optimizers) =>
        this with { Optimizers = Added(Optimizers, optimizers, optimizer => optimizer.Name) };

    /// <summary>The same with more data sets.</summary>
    /// <param name="sets">The sets.</param>
    public Registry With(params ReadOnlySpan<DataSet> sets) => this with { DataSets = Added(DataSets, sets, set => set.Name) };

    /// <summary>The same with more kinds of study.</summary>
    /// <param name="kinds">They.</param>
    public Registry With(params ReadOnlySpan<IStudyKind> kinds) => this with { StudyKinds = Added(StudyKinds, kinds, kind => kind.Name) };

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
