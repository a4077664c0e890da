namespace OptimizerDynamics.Data;

/// <summary>What is behind the objects.</summary>
public enum Background
{
    /// <summary>One even tone: the easier task.</summary>
    Clean,

    /// <summary>Noise, gradients, and pieces of other things: the harder one.</summary>
    Cluttered,
}

/// <summary>Images of objects, as many as are wanted: each follows from the set's seed and its own number.</summary>
/// <remarks>
/// The classes take turns: image i is of class i mod the number of classes. The object, its pose and its light are drawn from one stream of
/// random numbers, and what is behind it from another: the clean and the cluttered image of a number show the same object. Training and
/// test sets have streams of their own; no object of one is in the other.
/// </remarks>
/// <param name="size">Height and width of an image, from 8 to 256.</param>
/// <param name="background">What is behind the objects.</param>
/// <param name="seed">The seed; 0 is one like any other.</param>
/// <param name="isTest">Whether it is the test set.</param>
/// <param name="classes">How many classes, the first of the source; 0 for all.</param>
/// <param name="source">Where the objects come from; <see cref="ObjectCatalog.Source"/> when null.</param>
public sealed class RenderedSet(
    int size, Background background, ulong seed, bool isTest = false, int classes = 0, ObjectSource? source = null)
{
    private readonly ObjectSource _source = source ?? ObjectCatalog.Source;

    private const ulong OfTests = 1UL << 62;

    /// <summary>Height and width of an image.</summary>
    public int Size { get; } = size is >= 8 and <= 256
        ? size
        : throw new ArgumentOutOfRangeException(nameof(size), size, $"size = {size} must lie in [8, 256].");

    /// <summary>How many classes there are.</summary>
    public int Classes { get; } = CountOf(classes, source ?? ObjectCatalog.Source);

    /// <summary>The classes' names.</summary>
    public IEnumerable<string> Names => _source.Names.Take(Classes);

    /// <summary>The class of an image.</summary>
    /// <param name="index">The image's number, at least 0.</param>
    public int LabelOf(long index) => (int)(index % Classes);

    /// <summary>Draws one image.</summary>
    /// <param name="index">Its number, at least 0.</param>
    /// <param name="rasterizer">What draws it; of this set's size.</param>
    /// <param name="picture">Takes the pixels, row by row from above.</param>
    public void Draw(long index, Rasterizer rasterizer, Span<byte> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentNullException.ThrowIfNull(rasterizer);
        if (rasterizer.Size != Size || picture.Length != Size * Size)
            throw new ArgumentException(
                $"A picture of {Size} × {Size} pixels is drawn by a rasterizer of that size into as many bytes.", nameof(rasterizer));
        var stream = (ulong)index * 2 + (isTest ? OfTests : 0);
        var (ofObject, ofBackground) = (new RandomSequence(seed, stream), new RandomSequence(seed, stream + 1));
        var label = LabelOf(index);
        var mesh = _source.Make(label, ofObject, isTest, rasterizer.Room);
        rasterizer.Clear();
        rasterizer.Draw(
            mesh,
            _source.IsSplitByView ? Pose.Draw(ofObject, _source.SidesOf(label), isTest) : Pose.Draw(ofObject, _source.SidesOf(label)));
        Span<float> behind = stackalloc float[Size * Size];
        if (background == Background.Clean)
        {
            Clutter.Even(ofBackground, behind);
        }
        else
        {
            Clutter.Noise(ofBackground, Size, behind);
            Clutter.Distractors(ofBackground, rasterizer, _source, label, isTest);
        }

        rasterizer.Finish(behind, picture);
    }

    /// <summary>Draws images on all cores.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many, at least 0; their pixels are at most 2 GiB.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <returns>Their pixels, one image behind the other.</returns>
    /// <exception cref="OperationCanceledException">The drawing was cancelled.</exception>
    public byte[] Draw(long first, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pixels = new byte[(long)count * Size * Size];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, (count + 63) / 64, options, () => new Rasterizer(Size), (block, _, rasterizer) =>
        {
            for (var i = block * 64; i < Math.Min(count, (block + 1) * 64); i++)
                Draw(first + i, rasterizer, pixels.AsSpan(i * Size * Size, Size * Size));
            return rasterizer;
        }, _ => { });
        return pixels;
    }

    private static int CountOf(int classes, ObjectSource source) => classes >= 0 && classes <= source.Names.Count
        ? classes == 0 ? source.Names.Count : classes
        : throw new ArgumentOutOfRangeException(
            nameof(classes), classes, $"classes = {classes} must lie in [1, {source.Names.Count}], or be 0 for all.");
}
