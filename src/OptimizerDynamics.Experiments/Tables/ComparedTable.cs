using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A table of the paper with columns of a study's own beside its columns: one file each, registered in
/// <see cref="ComparedTables.All"/>.</summary>
/// <param name="Name">Its name in the section <c>report</c> of a study, such as <c>table3</c>.</param>
/// <param name="Published">The paper's table.</param>
public sealed record ComparedTable(string Name, PublishedTable Published)
{
    /// <summary>Whether a setting belongs to a row of the paper's table, given the row's cells.</summary>
    public required Func<ImmutableArray<string>, TrialValues, bool> IsOf { get; init; }

    /// <summary>The columns of our own, in any order.</summary>
    public required ImmutableArray<ComparedColumn> Columns { get; init; }
}

/// <summary>A column of a study's own beside one of the paper's.</summary>
/// <param name="Beside">The heading of the paper's column, behind which it stands.</param>
/// <param name="MeasureOf">What stands in it, given the cells of the paper's row.</param>
public sealed record ComparedColumn(string Beside, Func<ImmutableArray<string>, Measure> MeasureOf);
