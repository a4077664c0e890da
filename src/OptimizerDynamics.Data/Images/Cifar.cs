namespace OptimizerDynamics.Data;

/// <summary>
/// CIFAR-10 and CIFAR-100 in their binary form: one or two bytes of labels, and 32 × 32 pixels as a red, a green and a blue plane, image
/// after image.
/// </summary>
/// <remarks>CIFAR-10: <c>data_batch_1.bin</c> to <c>5</c> and <c>test_batch.bin</c>. CIFAR-100: <c>train.bin</c> and <c>test.bin</c>, a
/// coarse label before the fine one, which counts.
/// Krizhevsky 2009, "Learning multiple layers of features from tiny images".</remarks>
public static class Cifar
{
    private const int Side = 32, Pixels = 3 * Side * Side;

    /// <summary>Reads CIFAR-10.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (ImageSet Training, ImageSet Test) Read10(string folder)
    {
        string[] training = [.. Enumerable.Range(1, 5).Select(part => Path.Combine(folder, $"data_batch_{part}.bin"))];
        return (Read("cifar-10", training, 1, 10), Read("cifar-10", [Path.Combine(folder, "test_batch.bin")], 1, 10));
    }

    /// <summary>Reads CIFAR-100, with its fine labels.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (ImageSet Training, ImageSet Test) Read100(string folder) =>
        (Read("cifar-100", [Path.Combine(folder, "train.bin")], 2, 100), Read("cifar-100", [Path.Combine(folder, "test.bin")], 2, 100));

    private static ImageSet Read(string name, string[] files, int labelBytes, int classes)
    {
        var (pixels, labels) = (new List<byte>(), new List<int>());
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var record = labelBytes + Pixels;
            if (bytes.Length == 0 || bytes.Length % record != 0)
            {
                throw new DataFileException(
                    file, bytes.Length / record * record,
                    $"expected images of {record:#,0} bytes each, found {bytes.Length % record:#,0} bytes at the file's end");
            }

            for (var image = 0; image < bytes.Length / record; image++)
            {
                var label = bytes[image * record + labelBytes - 1];
                if (label >= classes)
                    throw new DataFileException(
                        file, (long)image * record + labelBytes - 1, $"expected a class from 0 to {classes - 1}, found {label}");
                labels.Add(label);
                pixels.AddRange(bytes.AsSpan(image * record + labelBytes, Pixels));
            }
        }

        return new ImageSet(name, [.. pixels], [.. labels], 3, Side, Side, classes);
    }
}
