using System.Collections.Immutable;

namespace OptimizerDynamics.Reports;

/// <summary>A picture of a report that is no figure.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Png">The file.</param>
public sealed record Picture(string Name, string Title, ImmutableArray<byte> Png);
