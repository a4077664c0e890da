using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>A user's folder of models, OFF or OBJ, a folder for each class, drawn.</summary>
/// <param name="isCluttered">Whether they stand before noise and pieces of other things.</param>
public sealed class ModelFolder(bool isCluttered) : DrawnSet(isCluttered)
{
    /// <inheritdoc/>
    public override string Title => "a folder of models";

    /// <inheritdoc/>
    public override string FilesName => "meshes";

    /// <inheritdoc/>
    public override bool IsFormat => true;

    /// <inheritdoc/>
    public override string HowToGet => "folders of models (.off, .obj), one for each class";

    /// <inheritdoc/>
    public override bool IsIn(string folder) => MeshLibrary.IsIn(folder);

    /// <inheritdoc/>
    public override ImmutableArray<string> Notices(string folder) => MeshLibrary.NoticesOf(folder);

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.OfFiles(folder, MeshLibrary.FilesBelow(folder), cancellation);

    /// <inheritdoc/>
    protected override ObjectSource ReadObjects(string folder, CancellationToken cancellation) =>
        MeshLibrary.ReadFolder(folder, cancellation);
}
