namespace OptimizerDynamics.Checkpoints;

/// <summary>Where the elements of a tensor stand in a storage: element (i₁, …, iₙ) at first + Σ iₖ · strideₖ.</summary>
internal sealed class TensorLayout
{
    /// <summary>What PyTorch allows (kMaxDims of its TensorIterator is 64); without a bound a file of a few bytes could name one long
    /// shape again and again.</summary>
    private const int MostDimensions = 64;

    /// <summary>An expanded tensor (stride 0) has more elements than its storage, and who reads it needs room for all of them: so
    /// many are allowed in any file, and beyond that no more than the file has bytes.</summary>
    private const long ExpandedElements = 1 << 20;

    private TensorLayout(long[] shape, long[] strides, long first, long count, bool isContiguous) =>
        (Shape, Strides, First, Count, IsContiguous) = (shape, strides, first, count, isContiguous);

    /// <summary>The size of each dimension.</summary>
    public long[] Shape { get; }

    /// <summary>How many elements of the storage lie from one index to the next, in each dimension; at least 0.</summary>
    public long[] Strides { get; }

    /// <summary>The place of the first element in its storage.</summary>
    public long First { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Whether they stand one after another in row-major order.</summary>
    public bool IsContiguous { get; }

    /// <summary>A layout that has been checked against its storage.</summary>
    /// <param name="file">The file, for what is wrong with it.</param>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="strides">The strides; null where the elements stand in row-major order.</param>
    /// <param name="first">The place of the first element in its storage.</param>
    /// <param name="stored">The number of elements of the storage.</param>
    /// <exception cref="CheckpointFileException">Elements would be outside the storage, there are too many, or a number is
    /// negative.</exception>
    public static TensorLayout Of(SourceFile file, long[] shape, long[]? strides, long first, long stored)
    {
        var text = Describe(shape);
        if (shape.Length > MostDimensions)
            throw file.Fault($"a tensor of {shape.Length} dimensions, where PyTorch has at most {MostDimensions}: it is damaged.");
        if (strides is not null && strides.Length != shape.Length)
            throw file.Fault($"a tensor of shape {text} has {strides.Length} strides: it is damaged.");
        if (shape.Any(size => size < 0) || first < 0)
            throw file.Fault($"a tensor of shape {text} from element {first}: a number is negative, so it is damaged.");
        if (strides?.FirstOrDefault(stride => stride < 0) is < 0 and var negative)
            throw file.Fault($"a tensor of shape {text} has a stride of {negative}; PyTorch has none below 0.");
        var count = Product(shape) ?? throw file.Fault($"a tensor of shape {text} has more than 2^63 elements: it is damaged.");
        var rowMajor = RowMajor(shape);
        var used = strides ?? rowMajor;
        if (count > 0 && Last(shape, used, first) is var last && last >= stored)
            throw file.Fault(
                $"a tensor of shape {text}, strides ({string.Join(", ", used)}) from element {first} has its last element at {last}, and "
                    + $"its "
                    + $"storage has {stored}: it is damaged.");
        if (count > Math.Max(file.Length, ExpandedElements))
            throw file.Fault($"a tensor of shape {text} repeats {stored} stored elements, and has more of them than the file has bytes.");
        var isContiguous = Enumerable.Range(0, shape.Length).All(i => shape[i] == 1 || used[i] == rowMajor[i]);
        return new TensorLayout(shape, used, first, count, isContiguous || count == 0);
    }

    /// <summary>A product that is below 2⁶³, or null.</summary>
    /// <param name="shape">The factors, none below 0.</param>
    public static long? Product(IReadOnlyList<long> shape)
    {
        if (shape.Contains(0))
            return 0;
        Int128 product = 1;
        foreach (var size in shape)
        {
            product *= size;
            if (product > long.MaxValue)
                return null;
        }

        return (long)product;
    }

    /// <summary>A shape, in parentheses.</summary>
    /// <param name="shape">The size of each dimension; only the first few of a great many are written.</param>
    public static string Describe(IReadOnlyList<long> shape) =>
        $"({string.Join(", ", shape.Take(8))}{(shape.Count > 8 ? ", …" : "")})";

    private static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = unchecked(stride * Math.Max(1, shape[i])); // of an empty tensor it means nothing
        }

        return strides;
    }

    private static Int128 Last(long[] shape, long[] strides, long first)
    {
        Int128 last = first;
        for (var i = 0; i < shape.Length; i++)
            last += (Int128)(shape[i] - 1) * strides[i];
        return last;
    }
}
