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
    public override bool IsIn(string folder) =>
        MeshLibrary.FilesBelow(folder).Any(name => !name.EndsWith(".mtl", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override ImmutableArray<string> Notices(string folder) => VisibleFiles.Notices(folder);

    /// <inheritdoc/>
    public override string Fingerprint(string folder) => DataFingerprint.OfFiles(folder, MeshLibrary.FilesBelow(folder));

    /// <inheritdoc/>
    protected override ObjectSource ReadObjects(string folder) => MeshLibrary.ReadFolder(folder);
}
