using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>Horizontal and vertical stripes with noise: two classes, made by code.</summary>
public sealed class Stripes : DataSet
{
    private const int Side = 8;

    /// <inheritdoc/>
    public override string Name => "stripes";

    /// <inheritdoc/>
    public override string Title => "stripes";

    /// <inheritdoc/>
    public override string HowToGet => "its images are made by code: it needs no files";

    /// <inheritdoc/>
    public override bool NeedsFiles => false;

    /// <inheritdoc/>
    public override string Fingerprint(string folder, CancellationToken cancellation = default) => "";

    /// <inheritdoc/>
    public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(choice);
        RequireAllClasses(choice);
        return (Draw(1, choice.Images == 0 ? 200 : choice.Images), Draw(2, choice.TestImages == 0 ? 100 : choice.TestImages));
    }

    private ImageSet Draw(ulong seed, long count)
    {
        var random = new CounterRandom(seed, 0);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var place = 0; place < pixels.Length; place++)
        {
            var (image, row, column) = (place / (Side * Side), place / Side % Side, place % Side);
            labels[image] = image % 2;
            var isLight = (image % 2 == 0 ? row : column) % 2 == 0;
            pixels[place] = (byte)((isLight ? 120 : 60) + 80 * random.At((ulong)place).Uniform);
        }

        return new ImageSet(Name, pixels, labels, 1, Side, Side, classes: 2);
    }
}
