namespace OptimizerDynamics;

/// <summary>Where a statement about a framework can be looked up.</summary>
/// <param name="Address">A page's address, or a repository and the path of a file in it: <c>keras-team/keras: keras/src/….py</c>.</param>
/// <param name="Seen">The version or the commit that was read.</param>
public sealed record Citation(string Address, string Seen)
{
    /// <summary>The address and what was read, in one line.</summary>
    public override string ToString() => Seen.Length == 0 ? Address : $"{Address} ({Seen})";
}
