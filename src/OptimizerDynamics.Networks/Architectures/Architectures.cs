using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>The architectures that come with the library.</summary>
public static class Architectures
{
    /// <summary>The paper's BasicNet: seven 3×3 convolutions and two linear layers.</summary>
    public static Architecture BasicNet { get; } = new BasicNet();

    /// <summary>VGG-11 for small images.</summary>
    public static Architecture Vgg11 { get; } = new Vgg11();

    /// <summary>VGG-16 for small images.</summary>
    public static Architecture Vgg16 { get; } = new Vgg16();

    /// <summary>ResNet-50 with a stem for images of 32 × 32 or 64 × 64 pixels.</summary>
    public static Architecture ResNet50 { get; } = new ResNet50(isForLargeImages: false);

    /// <summary>ResNet-50 with the published stem, for images of 224 × 224 pixels.</summary>
    public static Architecture ResNet50Large { get; } = new ResNet50(isForLargeImages: true);

    /// <summary>All architectures that come with the library.</summary>
    public static ImmutableArray<Architecture> All { get; } = [BasicNet, Vgg11, Vgg16, ResNet50, ResNet50Large];
}
