namespace OptimizerDynamics.Data;

/// <summary>
/// MNIST and its family: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, and <c>t10k-…</c>, plain or as <c>.gz</c>, in one
/// folder.
/// </summary>
public static class IdxFolder
{
    /// <summary>Reads a set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its files are.</param>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static (ImageSet Training, ImageSet Test) Read(string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var (training, test) = (Read(name, folder, "train"), Read(name, folder, "t10k"));
        return (test.Height, test.Width) == (training.Height, training.Width) ? (training, test) : throw new DataFileException(
            Path.Combine(folder, "t10k-images-idx3-ubyte"), 8,
            $"expected images of {training.Height} × {training.Width} pixels, as in train-images-idx3-ubyte, found {test.Height} × "
                + $"{test.Width}");
    }

    private static ImageSet Read(string name, string folder, string part)
    {
        const int Classes = 10;
        var (imagePath, labelPath) = (Path.Combine(folder, $"{part}-images-idx3-ubyte"), Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        var images = IdxFile.Read(imagePath, 3);
        var labels = IdxFile.Read(labelPath, 1);
        if (labels.Dimensions[0] != images.Dimensions[0])
            throw new DataFileException(
                labelPath, 4,
                $"expected {images.Dimensions[0]} labels, one for each image of {Path.GetFileName(imagePath)}, found "
                    + $"{labels.Dimensions[0]}");
        if (Array.FindIndex(labels.Bytes, label => label >= Classes) is >= 0 and var wrong)
            throw new DataFileException(labelPath, 8 + wrong, $"expected a class from 0 to {Classes - 1}, found {labels.Bytes[wrong]}");
        return new ImageSet(
            name, images.Bytes, Array.ConvertAll(labels.Bytes, label => (int)label), 1, images.Dimensions[1], images.Dimensions[2],
            Classes);
    }
}
