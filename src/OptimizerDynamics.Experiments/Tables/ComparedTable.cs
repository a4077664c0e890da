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

    /// <summary>Which rows are marked as the best of their group; null where none are.</summary>
    public BestRows? Lowest { get; init; }
}

/// <summary>Rows with the lowest number of their group, which the paper marks: the lowest is bold, and what is at most
/// <see cref="Near"/> above it is in italics.</summary>
/// <param name="Group">The heading of the column by whose cells rows are grouped.</param>
/// <param name="Headings">The headings of the paper's columns in which the lowest is looked for, and in those of our own beside
/// them.</param>
public sealed record BestRows(string Group, ImmutableArray<string> Headings)
{
    /// <summary>How many percentage points above the lowest still count as near. The paper marks "best and near best" and gives no
    /// number.</summary>
    public const double Near = 1;
}

/// <summary>A column of a study's own beside one of the paper's.</summary>
/// <param name="Beside">The heading of the paper's column, behind which it stands.</param>
/// <param name="MeasureOf">What stands in it, given the cells of the paper's row.</param>
public sealed record ComparedColumn(string Beside, Func<ImmutableArray<string>, Measure> MeasureOf);
