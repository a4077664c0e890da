namespace OptimizerDynamics.Cli;

/// <summary>Orders names as people do: the numbers in them by value, so that <c>epoch9</c> comes before <c>epoch10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parts(x ?? ""), Parts(y ?? ""));
        foreach (var (one, other) in left.Zip(right))
        {
            var order = char.IsAsciiDigit(one[0]) && char.IsAsciiDigit(other[0])
                ? ByNumber(one, other) : string.CompareOrdinal(one, other);
            if (order != 0)
                return order;
        }

        var rest = left.Count - right.Count;
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static int ByNumber(string one, string other)
    {
        var (left, right) = (one.TrimStart('0'), other.TrimStart('0'));
        return left.Length != right.Length ? left.Length - right.Length : string.CompareOrdinal(left, right);
    }

    /// <summary>Runs of digits and what is between them.</summary>
    private static List<string> Parts(string name)
    {
        var parts = new List<string>();
        for (int start = 0, end; start < name.Length; start = end)
        {
            end = start + 1;
            while (end < name.Length && char.IsAsciiDigit(name[end]) == char.IsAsciiDigit(name[start]))
                end++;
            parts.Add(name[start..end]);
        }

        return parts;
    }
}
