using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>VGG-16: thirteen convolutions of 2 × 64, 2 × 128, 3 × 256 and 6 × 512 features, 4,224 in all.</summary>
internal sealed class Vgg16 : Vgg
{
    /// <inheritdoc/>
    public override string Name => "vgg16";

    /// <inheritdoc/>
    public override string Title => "VGG-16";

    /// <inheritdoc/>
    protected override ImmutableArray<(int Features, bool IsPooled)> Convolutions { get; } =
    [
        (64, false), (64, true), (128, false), (128, true), (256, false), (256, false), (256, true),
        (512, false), (512, false), (512, true), (512, false), (512, false), (512, false),
    ];
}
