namespace OptimizerDynamics.Data;

/// <summary>Objects of thirty classes, made by code.</summary>
/// <param name="isCluttered">Whether they stand before noise and pieces of other things.</param>
public sealed class DrawnObjects(bool isCluttered) : DrawnSet(isCluttered)
{
    /// <inheritdoc/>
    public override string Title => IsCluttered ? "drawn objects before clutter" : "drawn objects";

    /// <inheritdoc/>
    public override string FilesName => "objects";

    /// <inheritdoc/>
    public override bool NeedsFiles => false;

    /// <inheritdoc/>
    public override string HowToGet => "its images are drawn: it needs no files";

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) => "";

    /// <inheritdoc/>
    protected override ObjectSource ReadObjects(string folder, CancellationToken cancellation) => ObjectCatalog.Source;
}
