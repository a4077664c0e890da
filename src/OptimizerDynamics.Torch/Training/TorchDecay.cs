using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Sums up what decay does to each feature, on the device of the network (<see cref="DecaySums"/>).</summary>
internal sealed class TorchDecay : IDisposable
{
    private readonly ModelOptimizer _optimizer;
    private readonly List<(int Offset, int Rows, int Length)> _groups = [];
    private readonly Tensor _products, _squares, _scales, _byDecay, _byLoss;

    /// <summary>Sums of no steps.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="optimizer">Its optimizer, before its first step.</param>
    public TorchDecay(NetworkGraph graph, ModelOptimizer optimizer)
    {
        optimizer.Decompose(UpdateParts.Decay | UpdateParts.Update | UpdateParts.Parameters);
        _optimizer = optimizer;
        var sums = new DecaySums(graph);
        var rows = sums.Rows;
        foreach (var row in rows)
        {
            // Rows of one length that lie one behind the other are summed up together.
            if (_groups is [.., var last] && last.Length == row.Length && last.Offset + last.Rows * last.Length == row.Offset)
                _groups[^1] = last with { Rows = last.Rows + 1 };
            else
                _groups.Add((row.Offset, 1, row.Length));
        }

        var device = optimizer.Parameters.Device;
        Tensor Zeros(int length) => zeros(length, ScalarType.Float64, device).DetachFromDisposeScope();
        (_products, _squares) = (Zeros(rows.Length), Zeros(rows.Length));
        _scales = tensor(sums.ScaleOffsets.Select(offset => (long)offset).ToArray(), device: device).DetachFromDisposeScope();
        (_byDecay, _byLoss) = (Zeros(sums.ScaleOffsets.Length), Zeros(sums.ScaleOffsets.Length));
    }

    /// <summary>Adds the step that the optimizer has just taken.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var theta = _optimizer.Part(UpdateParts.Parameters).to_type(ScalarType.Float64);
        var decay = _optimizer.Part(UpdateParts.Decay).to_type(ScalarType.Float64);
        var (byDecay, update) = (decay[_scales], _optimizer.Part(UpdateParts.Update)[_scales].to_type(ScalarType.Float64));
        _byLoss.add_(update.sub_(byDecay).abs_());
        _byDecay.add_(byDecay.abs_());
        _products.add_(SumOfRows(decay.mul_(theta)));
        _squares.add_(SumOfRows(theta.mul_(theta)));
    }

    /// <summary>Reads the sums.</summary>
    public void CopyTo(DecaySums sums)
    {
        using var scope = NewDisposeScope();
        _products.cpu().data<double>().ToArray().CopyTo(sums.Products, 0);
        _squares.cpu().data<double>().ToArray().CopyTo(sums.Squares, 0);
        _byDecay.cpu().data<double>().ToArray().CopyTo(sums.ByDecay, 0);
        _byLoss.cpu().data<double>().ToArray().CopyTo(sums.ByLoss, 0);
    }

    /// <summary>Replaces the sums.</summary>
    public void CopyFrom(DecaySums sums)
    {
        using var scope = NewDisposeScope();
        _products.copy_(tensor(sums.Products));
        _squares.copy_(tensor(sums.Squares));
        _byDecay.copy_(tensor(sums.ByDecay));
        _byLoss.copy_(tensor(sums.ByLoss));
    }

    public void Dispose()
    {
        foreach (var one in (Tensor[])[_products, _squares, _scales, _byDecay, _byLoss])
            one.Dispose();
    }

    private Tensor SumOfRows(Tensor values) => cat(
        [.. _groups.Select(
            group => values.narrow(0, group.Offset, (long)group.Rows * group.Length).reshape(group.Rows, group.Length).sum(1))]);
}
