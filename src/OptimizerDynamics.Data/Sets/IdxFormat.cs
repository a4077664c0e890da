using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>A user's folder with the four files of the IDX format.</summary>
public sealed class IdxFormat : IdxBased
{
    /// <inheritdoc/>
    public override string Name => "idx";

    /// <inheritdoc/>
    public override string Title => "a folder of files in the IDX format";

    /// <inheritdoc/>
    public override bool IsFormat => true;

    /// <inheritdoc/>
    public override string HowToGet => $"files {string.Join(", ", FileNames)}, each plain or as .gz";

    /// <inheritdoc/>
    public override bool IsIn(string folder) => FileNames.Any(name => Fault(folder, name, 0) is null);

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) => [.. FileNames.Select(name => Fault(folder, name, 0)).OfType<string>()];
}
