namespace OptimizerDynamics.Networks;

/// <summary>Selects the features of a trained network that are removed. A new criterion is one class.</summary>
/// <remarks>With <see cref="Amount"/> null, or with a usual amount, it prunes every network that is trained; with one that has to be given,
/// those of trials that ask for it.</remarks>
public abstract class PruningCriterion
{
    /// <summary>Its name in records, studies and files: lower-case letters and <c>-</c>, such as <c>activation</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for readers, with its usual threshold where it has one, such as <c>|γ| &lt; 1e-3</c>.</summary>
    public abstract string Label { get; }

    /// <summary>How much it takes; null where nothing can be chosen.</summary>
    public virtual PruningAmount? Amount => null;

    /// <summary>Whether graph and θ alone decide; false where it looks at what was measured on the training set, or draws by the training's
    /// seed.</summary>
    public virtual bool IsOfParameters => false;

    /// <summary>Whether it looks at γ, which networks without normalization do not have.</summary>
    public virtual bool NeedsScale => false;

    /// <summary>Whether it can be used without an amount.</summary>
    public bool IsUsual => Amount is null or { Usual: not null };

    /// <summary>The name under which a result keeps how well the network that it prunes by its usual amount classifies the test
    /// set.</summary>
    public string TestName => $"{ResultNames.PrunedTest}:{Name}";

    /// <summary>The name under which a result keeps what the network that it prunes by its usual amount costs.</summary>
    public string CostName => $"{ResultNames.PrunedCost}:{Name}";

    /// <summary>Selects the features to remove by the usual amount.</summary>
    /// <param name="subject">The trained network.</param>
    /// <exception cref="InvalidOperationException">No amount is usual.</exception>
    public FilterMask Select(PruningSubject subject) => IsUsual
        ? Select(subject, Amount?.Usual ?? 0)
        : throw new InvalidOperationException($"The pruning criterion {Name} needs a {Amount!.Name}.");

    /// <summary>Selects the features to remove.</summary>
    /// <param name="subject">The trained network.</param>
    /// <param name="amount">How much (<see cref="Amount"/>); 0 where nothing can be chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is outside its range.</exception>
    /// <exception cref="ArgumentException">The mask that it chose does not fit the network, or it looks at measurements that are not
    /// there.</exception>
    public FilterMask Select(PruningSubject subject, double amount)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!IsOfParameters && subject.Features.Length != subject.Graph.FeatureLayers.Length)
        {
            throw new ArgumentException(
                $"The pruning criterion {Name} needs what was measured of {subject.Graph.FeatureLayers.Length} layers: found "
                    + $"{subject.Features.Length}.", nameof(subject));
        }

        var mask = Choose(subject, (Amount?.Range ?? new Interval(0, true, 0, true)).Require(amount, Name));
        mask.RequireFits(subject.Graph);
        return mask;
    }

    /// <summary>Selects the features to remove (<see cref="Select(PruningSubject, double)"/>).</summary>
    /// <param name="subject">The trained network.</param>
    /// <param name="amount">How much, inside the range of <see cref="Amount"/>; 0 where nothing can be chosen.</param>
    protected abstract FilterMask Choose(PruningSubject subject, double amount);
}
