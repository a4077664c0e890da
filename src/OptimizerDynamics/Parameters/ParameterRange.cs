using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>One tensor's range of the flat parameter vector θ: elements <c>Offset … Offset + Length − 1</c>, in row-major order.</summary>
/// <param name="Name">Its name, such as <c>conv1.weight</c>; unique within a layout.</param>
/// <param name="Kind">What it is for; exactly one kind.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Offset">Index of its first element in θ.</param>
/// <param name="Length">Number of its elements: the product of <paramref name="Shape"/>.</param>
public sealed record ParameterRange(string Name, ParameterKinds Kind, ImmutableArray<int> Shape, int Offset, int Length)
{
    /// <summary>Index one past its last element in θ.</summary>
    public int End => Offset + Length;

    /// <summary>Name, kind and shape, such as <c>conv1.weight: weight [64, 3, 3, 3]</c>.</summary>
    public override string ToString() =>
        $"{Name}: {Kind.ToText()} [{string.Join(", ", Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Equal when name, kind, shape and offset are.</summary>
    /// <param name="other">The range to compare with.</param>
    public bool Equals(ParameterRange? other) =>
        other is not null && Offset == other.Offset && Name == other.Name && Kind == other.Kind && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Offset, Length);
}
