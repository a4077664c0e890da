using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>Effective decay rates of a training in its windows: at most 24, one behind the other, whose ends lie evenly on a logarithmic
/// axis from iteration 1 to the last.</summary>
internal sealed class DecayWatch
{
    /// <summary>The largest number of windows.</summary>
    public const int Windows = 24;

    private readonly ITrainingNetwork _network;
    private readonly ImmutableArray<long> _ends;
    private readonly List<DecayWindow> _closed = [];
    private readonly DecaySums _sums;

    /// <summary>Watches a training from its first step.</summary>
    public DecayWatch(ITrainingNetwork network, long iterations)
    {
        _network = network;
        _ends = network.Graph.FeatureLayers.Length > 0 && network.MeasureDecay() ? Ends(iterations) : [];
        _sums = new DecaySums(network.Graph);
    }

    /// <summary>The windows that are over.</summary>
    public IReadOnlyList<DecayWindow> Closed => _closed;

    /// <summary>The sums of the window that is open.</summary>
    public DecaySums ReadOpen()
    {
        if (!_ends.IsEmpty)
            _network.ReadDecay(_sums);
        return _sums;
    }

    /// <summary>The last iterations of the windows of a training: round(nᵏᐟ²⁴), each at least one behind the one before.</summary>
    /// <param name="iterations">n.</param>
    public static ImmutableArray<long> Ends(long iterations)
    {
        if (iterations <= Windows)
            return [.. Enumerable.Range(1, (int)iterations).Select(end => (long)end)];
        var ends = ImmutableArray.CreateBuilder<long>(Windows);
        for (var window = 1; window <= Windows; window++)
        {
            var even = (long)Math.Round(PortableMath.Pow(iterations, (double)window / Windows));
            ends.Add(window == Windows ? iterations : Math.Max(even, window == 1 ? 1 : ends[^1] + 1));
        }

        return ends.MoveToImmutable();
    }

    /// <summary>Closes the window that ends with an iteration.</summary>
    /// <param name="iteration">The iteration that is over.</param>
    public void Note(long iteration)
    {
        if (_closed.Count == _ends.Length || _ends[_closed.Count] != iteration)
            return;
        var sums = ReadOpen();
        var (scale, filter) = sums.Rates();
        _closed.Add(
            new DecayWindow(_closed is [.., var before] ? before.Last + 1 : 1, iteration, scale, filter) { Share = sums.Shares() });
        _sums.Clear();
        _network.LoadDecay(_sums);
    }

    /// <summary>Goes on from windows that are over and the sums of the one that is open.</summary>
    public void Resume(IEnumerable<DecayWindow> closed, DecaySums open)
    {
        _closed.Clear();
        _closed.AddRange(closed);
        if (!_ends.IsEmpty)
            _network.LoadDecay(open);
    }
}
