namespace OptimizerDynamics.Checkpoints;

/// <summary>A tensor of a checkpoint: its shape is known, its elements are read from the file when they are asked for.</summary>
public abstract class TensorData
{
    /// <summary>How an element is stored.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public abstract IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Reads elements in row-major order of <see cref="Shape"/>, whatever the strides in the file.</summary>
    /// <param name="start">The index of the first one, from 0.</param>
    /// <param name="destination">Takes as many as it has room for. An integer beyond 2⁵³ is rounded; a bool is 0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The elements asked for are not all in the tensor.</exception>
    /// <exception cref="NotSupportedException"><see cref="ElementType"/> is <see cref="ElementType.Other"/>.</exception>
    public abstract void Read(long start, Span<double> destination);

    /// <summary>All elements in row-major order.</summary>
    /// <exception cref="NotSupportedException">As for <see cref="Read"/>; also where the elements are more than an array holds.</exception>
    public double[] ToArray()
    {
        if (Count > Array.MaxLength)
            throw new NotSupportedException($"A tensor of {Count} elements is read in parts.");
        var elements = new double[Count];
        Read(0, elements);
        return elements;
    }

    /// <summary>A tensor in memory, as float64.</summary>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="elements">The elements, row-major.</param>
    /// <exception cref="ArgumentException">The shape does not have that many elements.</exception>
    public static TensorData Of(IReadOnlyList<long> shape, double[] elements) => new InMemory(shape, elements);

    private sealed class InMemory : TensorData
    {
        private readonly double[] _elements;

        public InMemory(IReadOnlyList<long> shape, double[] elements)
        {
            Shape = shape;
            _elements = elements;
            if (Count != elements.Length)
                throw new ArgumentException($"A shape of {Count} elements was given {elements.Length}.", nameof(elements));
        }

        public override ElementType ElementType => ElementType.Float64;

        public override IReadOnlyList<long> Shape { get; }

        public override void Read(long start, Span<double> destination)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(start + destination.Length, _elements.Length, nameof(start));
            _elements.AsSpan((int)start, destination.Length).CopyTo(destination);
        }
    }
}
