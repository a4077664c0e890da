using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>A table of a publication, as it prints it: a report shows it beside what its own records say of a hypothesis.</summary>
/// <param name="Title">Its number and what it is about: <c>Table 1: BasicNet, mini-batch 40</c>.</param>
/// <param name="Columns">The headings, with their units.</param>
/// <param name="Rows">The rows, each with a cell for every heading.</param>
public sealed record PublishedTable(string Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows);
