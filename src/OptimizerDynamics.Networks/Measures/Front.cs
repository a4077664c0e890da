using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>What a network's test error becomes as a criterion takes more and more of it: a point for the whole network and one for each
/// amount.</summary>
/// <param name="Points">The share of MACs that is left, in (0, 1], with the test error, in [0, 1]; from the whole network down.</param>
public sealed record Front(ImmutableArray<(double MacsLeft, double Error)> Points)
{
    /// <summary>The front of a training's branches.</summary>
    /// <param name="result">The training's result.</param>
    /// <param name="criterion">The name of the criterion that pruned it.</param>
    /// <param name="isFineTuned">Whether errors are those behind fine-tuning. The whole network's is its own: it was not
    /// fine-tuned.</param>
    /// <returns>The front; null where the criterion made no branch of the network, or none was fine-tuned.</returns>
    public static Front? Of(TrainingResult result, string criterion, bool isFineTuned)
    {
        ArgumentNullException.ThrowIfNull(result);
        var points = from branch in result.Branches
                     where branch.Criterion == criterion && (!isFineTuned || branch.FineTuned is not null)
                     orderby branch.Cost.Macs descending
                     select (
                         branch.MacsLeft(result), (isFineTuned ? branch.FineTuned!.Value : branch.Pruned).Top1Error);
        ImmutableArray<(double, double)> all = [(1, result.Test.Top1Error), .. points];
        return all.Length == 1 ? null : new Front(all);
    }

    /// <summary>The error where a share of the MACs is left, on the straight line between the points around it.</summary>
    /// <param name="macsLeft">The share, in (0, 1].</param>
    /// <returns>The error; NaN where the front does not reach so far down.</returns>
    public double ErrorAt(double macsLeft)
    {
        for (var next = 1; next < Points.Length; next++)
        {
            var (above, below) = (Points[next - 1], Points[next]);
            if (below.MacsLeft > macsLeft)
                continue;
            var part = above.MacsLeft.Equals(below.MacsLeft) ? 1 : (above.MacsLeft - macsLeft) / (above.MacsLeft - below.MacsLeft);
            return above.Error + part * (below.Error - above.Error);
        }

        return double.NaN;
    }

    /// <summary>
    /// The smallest share of MACs down to which the error stays at or below a limit, on straight lines between the points.
    /// </summary>
    /// <param name="limit">The limit, in [0, 1].</param>
    /// <returns>The share: that of the last point where none exceeds the limit, and NaN where the whole network does.</returns>
    public double MacsAt(double limit)
    {
        if (Points[0].Error > limit)
            return double.NaN;
        for (var next = 1; next < Points.Length; next++)
        {
            var (above, below) = (Points[next - 1], Points[next]);
            if (below.Error > limit)
                return above.MacsLeft - (limit - above.Error) / (below.Error - above.Error) * (above.MacsLeft - below.MacsLeft);
        }

        return Points[^1].MacsLeft;
    }
}
