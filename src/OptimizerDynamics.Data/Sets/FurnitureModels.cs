using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>The furniture models of Debian's package <c>sweethome3d-furniture</c>, drawn.</summary>
/// <param name="isCluttered">Whether they stand before noise and pieces of other things.</param>
/// <param name="installed">Where the package puts its files.</param>
public sealed class FurnitureModels(bool isCluttered, string installed = FurnitureLibrary.InstalledFolder) : DrawnSet(isCluttered)
{
    /// <inheritdoc/>
    public override string Title => IsCluttered ? "furniture before clutter" : "furniture";

    /// <inheritdoc/>
    public override string FilesName => "furniture";

    /// <inheritdoc/>
    public override string HowToGet => "apt-get install --no-install-recommends sweethome3d-furniture brings it";

    /// <inheritdoc/>
    public override string? PublishedFingerprint => DataFingerprint.OfHashes(
        ("BlendSwap-CC-0.sh3f", 24_649_303, "7ef093fe70cedbb160bdb532d86a84580459635e34130c16777f549eba1993dc"),
        ("BlendSwap-CC-BY.sh3f", 24_942_158, "29ae78937b4d5dbe93db74067817a984fa411f017b007fd666bc40368bdb0c83"),
        ("KatorLegaz.sh3f", 9_170_450, "f512443b5d3a6903497573095f971f44334b3165ab32182133051fa9487764a6"),
        ("Reallusion.sh3f", 10_858_918, "dd553207876ccec6372dde7aaea6b2dcf2d631997fcdb8a9856a639e0db9aa9b"),
        ("Scopia.sh3f", 60_777_983, "b4505451b1e8ab339c101c0afddfef4e1a07b95aa8c821c61ec41487afd43850"));

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) =>
        [.. root is null ? [] : (string[])[Path.Combine(root, "furniture")], installed];

    /// <inheritdoc/>
    public override ImmutableArray<string> Faults(string folder) =>
        [.. Files.Where(name => !File.Exists(Path.Combine(folder, name))).Select(name => $"{name} is missing")];

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) =>
        DataFingerprint.OfFiles(folder, Files, cancellation);

    /// <inheritdoc/>
    protected override ObjectSource ReadObjects(string folder, CancellationToken cancellation) =>
        FurnitureLibrary.Read(folder, cancellation);

    private static IEnumerable<string> Files => FurnitureLibrary.Archives.Select(name => $"{name}.sh3f");
}
