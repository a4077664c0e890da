using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>ObjectNet3D's models, drawn (Xiang et al. 2016, "ObjectNet3D: A large scale database for 3D object recognition").</summary>
/// <param name="isCluttered">Whether they stand before noise and pieces of other things.</param>
public sealed class ObjectNet3D(bool isCluttered) : DrawnSet(isCluttered)
{
    /// <inheritdoc/>
    public override string Title => IsCluttered ? "ObjectNet3D before clutter" : "ObjectNet3D";

    /// <inheritdoc/>
    public override string FilesName => "objectnet3d";

    /// <inheritdoc/>
    public override string HowToGet =>
        "its models may not be passed on; get them from their publisher and unpack them as $OPTDYN_DATA/ObjectNet3D/CAD/off/CLASS/NN.off";

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) => root is null ? [] : [Path.Combine(root, "ObjectNet3D")];

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        Directory.Exists(Path.Combine(folder, "CAD", "off")) ? [] : ["CAD/off/ is missing"];

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.OfFiles(folder, MeshLibrary.FilesBelow(folder), cancellation);

    /// <inheritdoc/>
    protected override ObjectSource ReadObjects(string folder, CancellationToken cancellation) =>
        MeshLibrary.ReadFolder(folder, cancellation);
}
