using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>MNIST: 60,000 and 10,000 images of 28 × 28 pixels, ten classes (LeCun, Cortes and Burges, "The MNIST database").</summary>
public sealed class Mnist : IdxBased
{
    /// <inheritdoc/>
    public override string Name => "mnist";

    /// <inheritdoc/>
    public override string Title => "MNIST";

    /// <inheritdoc/>
    public override string HowToGet => "its publisher offers it no longer; put its four files into $OPTDYN_DATA/mnist";

    /// <inheritdoc/>
    public override ImmutableArray<string> FoldersBelow(string? root) => root is null ? [] : [Path.Combine(root, Name)];

    /// <inheritdoc/>
    public override string? PublishedFingerprint => FingerprintOf(
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
}
