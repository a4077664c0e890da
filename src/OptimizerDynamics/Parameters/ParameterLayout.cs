using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>
/// How the one flat parameter vector θ of the papers is made of named tensors: their order, shapes and kinds.
/// </summary>
/// <remarks>
/// Update rules are elementwise, so the layout never changes a trajectory, except where a rule is limited to some kinds. It also
/// gives errors and reports a name to speak of. Immutable; at most 2³¹ − 1 elements.
/// </remarks>
public sealed class ParameterLayout : IEquatable<ParameterLayout>
{
    private readonly ImmutableArray<KindRun> _runs;

    /// <summary>Lays the tensors one behind the other, in the order given.</summary>
    /// <param name="tensors">Name, kind (exactly one) and shape (each dimension at least 1; empty for a scalar) of each tensor.</param>
    /// <exception cref="ArgumentException">No tensor; a name that is empty or stands twice; not exactly one kind; a dimension below 1;
    /// more than 2³¹ − 1 elements in all.</exception>
    public ParameterLayout(IEnumerable<(string Name, ParameterKinds Kind, ImmutableArray<int> Shape)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var ranges = ImmutableArray.CreateBuilder<ParameterRange>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        long length = 0;
        foreach (var (name, kind, shape) in tensors)
        {
            if (string.IsNullOrWhiteSpace(name) || !names.Add(name))
                throw new ArgumentException(
                    $"Tensor {ranges.Count} is named '{name}': each name must be non-empty and unique.", nameof(tensors));
            if (!int.IsPow2((int)kind) || (kind & ParameterKinds.All) == 0)
                throw new ArgumentException(
                    $"'{name}' has kind '{kind}': expected exactly one of {string.Join(", ", ParameterKindNames.Names)}.", nameof(tensors));
            var elements = CountElements(name, shape);
            ranges.Add(new ParameterRange(name, kind, shape, (int)length, (int)elements));
            length += elements;
            if (length > int.MaxValue)
                throw new ArgumentException($"The layout exceeds {int.MaxValue} elements at '{name}'.", nameof(tensors));
        }

        if (ranges.Count == 0)
            throw new ArgumentException("A layout needs at least one tensor.", nameof(tensors));
        Ranges = ranges.ToImmutable();
        Length = (int)length;
        _runs = KindRun.Merge(Ranges);
    }

    /// <summary>The tensors, in the order of θ.</summary>
    public ImmutableArray<ParameterRange> Ranges { get; }

    /// <summary>Number of elements of θ.</summary>
    public int Length { get; }

    /// <summary>The simplest layout: one vector of weights, named <c>theta</c>.</summary>
    /// <param name="length">The number of elements, at least 1.</param>
    /// <exception cref="ArgumentException">The length is below 1.</exception>
    public static ParameterLayout Vector(int length) => new([("theta", ParameterKinds.Weight, [length])]);

    /// <summary>The tensor that holds element <paramref name="index"/> of θ.</summary>
    /// <param name="index">From 0 to <see cref="Length"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside θ.</exception>
    public ParameterRange RangeAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        int low = 0, high = Ranges.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (index < Ranges[middle].End)
                high = middle;
            else
                low = middle + 1;
        }

        return Ranges[low];
    }

    /// <summary>The stretches of θ, within a window of it, whose kind is among <paramref name="kinds"/>.</summary>
    /// <param name="kinds">The kinds looked for.</param>
    /// <param name="start">First element of the window.</param>
    /// <param name="length">Number of elements of the window.</param>
    /// <returns>An allocation-free sequence of (start, length), relative to the window, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is not within θ.</exception>
    public KindStretches StretchesOf(ParameterKinds kinds, int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return new KindStretches(_runs, kinds, start, length);
    }

    /// <summary>Equal when the tensors are, one by one.</summary>
    /// <param name="other">The layout to compare with.</param>
    public bool Equals(ParameterLayout? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Length, Ranges.Length, Ranges[0]);

    /// <summary>One tensor a line: the canonical text, which saved states carry.</summary>
    public override string ToString() => string.Join('\n', Ranges);

    private static long CountElements(string name, ImmutableArray<int> shape)
    {
        if (shape.IsDefault)
            throw new ArgumentException($"'{name}' has no shape.", nameof(shape));
        long count = 1;
        foreach (var size in shape)
        {
            if (size < 1)
                throw new ArgumentException($"'{name}' has a dimension of size {size}: each must be at least 1.", nameof(shape));
            count *= size;
            if (count > int.MaxValue)
                throw new ArgumentException($"'{name}' alone exceeds {int.MaxValue} elements.", nameof(shape));
        }

        return count;
    }
}
