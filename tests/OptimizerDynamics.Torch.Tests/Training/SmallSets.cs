using OptimizerDynamics.Data;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Small sets of images, drawn from a seed: a bright square whose place is the class, over noise.</summary>
internal static class SmallSets
{
    public static ImageSet Squares(int count, ulong seed, int size = 8, int classes = 4)
    {
        var random = new CounterRandom(seed);
        var (pixels, labels) = (new byte[count * size * size], new int[count]);
        for (var image = 0; image < count; image++)
        {
            labels[image] = image % classes;
            for (var place = 0; place < size * size; place++)
            {
                var (row, column) = (place / size, place % size);
                var isBright = row / (size / 2) == labels[image] / 2 && column / (size / 2) == labels[image] % 2;
                pixels[image * size * size + place] =
                    (byte)(100 * random.At((ulong)(image * size * size + place)).Uniform + (isBright ? 100 : 0));
            }
        }

        return new ImageSet("squares", pixels, labels, 1, size, size, classes);
    }
}
