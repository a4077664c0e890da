namespace OptimizerDynamics;

/// <summary>How many images of a mini-batch have a gradient, each with probability p: the quantile of the binomial distribution.</summary>
/// <remarks>
/// Its probabilities are summed from P(0) = (1 − p)ᴮ on. Where that is no number a double can hold, of some hundred images or more, the
/// normal distribution of the same mean and variance takes its place.
/// </remarks>
internal readonly struct ActiveImageCount
{
    /// <summary>e to this is just not 0.</summary>
    private const double SmallestLogarithm = -700;

    private readonly int _batchSize;
    private readonly double _fraction, _none;

    /// <summary>The distribution of a gradient process: B and p of it.</summary>
    public ActiveImageCount(GradientProcess process)
    {
        (_batchSize, _fraction) = (process.BatchSize, process.ActiveFraction);
        var logarithm = _fraction is 0 or 1 ? 0 : _batchSize * PortableMath.Log(1 - _fraction);
        _none = logarithm < SmallestLogarithm ? 0 : PortableMath.Exp(logarithm);
    }

    /// <summary>The largest n that as many or more images have with a probability above u.</summary>
    /// <param name="uniform">u in [0, 1).</param>
    public int At(double uniform)
    {
        var (p, n) = (_fraction, 0);
        if (p is 0 or 1)
            return p == 0 ? 0 : _batchSize;
        if (_none == 0)
            return (int)Math.Clamp(
                Math.Round(
                    _batchSize * p
                        - NormalDistribution.Quantile(Math.Max(uniform, double.Epsilon)) * Math.Sqrt(_batchSize * p * (1 - p))),
                0, _batchSize);
        var exactly = _none;
        var atLeast = 1 - exactly;
        while (n < _batchSize && uniform < atLeast)
        {
            exactly *= (_batchSize - n) / (n + 1.0) * p / (1 - p);
            n++;
            atLeast -= exactly;
        }

        return n;
    }
}
