using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>How a learning rate with a schedule is written: in place of its number, and on a line behind the optimizer.</summary>
/// <param name="Rate">What stands in the learning rate's place.</param>
/// <param name="Behind">A line behind the optimizer's; null for none.</param>
public sealed record ScheduledRate(string Rate, string? Behind = null);

/// <summary>A framework as data: its optimizers, and how they are written. One file each, and a line in <see cref="Frameworks"/>.</summary>
/// <param name="Name">Its name in <c>--framework</c>.</param>
/// <param name="Title">How it is written, with the version that is meant.</param>
/// <param name="Optimizers">Its optimizers. Of several with one rule the first that says the same is taken.</param>
/// <param name="Scheduled">Writes a learning rate (as text) with a schedule over a run of so many iterations.</param>
public sealed record Framework(
    string Name, string Title, ImmutableArray<FrameworkOptimizer> Optimizers, Func<string, Schedule, long, ScheduledRate> Scheduled)
{
    /// <summary>What stands before a call's arguments, such as <c>params</c>; empty for nothing.</summary>
    public string First { get; init; } = "";

    /// <summary>Whether it is written as lines of a settings file here, and not as a call in Python.</summary>
    public bool IsSettingsFile { get; init; }

    /// <summary>What there is to say of the framework itself; empty for nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The optimizer of a name; null where there is none.</summary>
    /// <param name="name">A name of the catalog.</param>
    public FrameworkOptimizer? Find(string name) => Optimizers.FirstOrDefault(optimizer => optimizer.Name == name);
}
