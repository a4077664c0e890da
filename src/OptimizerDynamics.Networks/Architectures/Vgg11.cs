using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>VGG-11: eight convolutions of 64, 128, 2 × 256 and 4 × 512 features, 2,752 in all.</summary>
internal sealed class Vgg11 : Vgg
{
    /// <inheritdoc/>
    public override string Name => "vgg11";

    /// <inheritdoc/>
    public override string Title => "VGG-11";

    /// <inheritdoc/>
    protected override ImmutableArray<(int Features, bool IsPooled)> Convolutions { get; } =
        [(64, true), (128, true), (256, false), (256, true), (512, false), (512, true), (512, false), (512, false)];
}
