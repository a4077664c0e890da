using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>Fashion-MNIST: 60,000 and 10,000 images of 28 × 28 pixels, ten classes (Xiao, Rasul and Vollgraf 2017).</summary>
/// <param name="installed">Where Debian's package <c>dataset-fashion-mnist</c> puts its files.</param>
public sealed class FashionMnist(string installed = FashionMnist.InstalledFolder) : IdxBased
{
    private const string InstalledFolder = "/usr/share/datasets/fashion-mnist";

    /// <inheritdoc/>
    public override string Name => "fashion-mnist";

    /// <inheritdoc/>
    public override string Title => "Fashion-MNIST";

    /// <inheritdoc/>
    public override string HowToGet => "apt-get install dataset-fashion-mnist brings it";

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) =>
        [.. root is null ? [] : (string[])[Path.Combine(root, Name)], installed];

    /// <inheritdoc/>
    public override string? PublishedFingerprint => FingerprintOf(
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9");
}
