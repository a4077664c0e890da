namespace OptimizerDynamics.Testing;

/// <summary>
/// Draws from the distributions that the generators are made of. FsCheck draws the seed, so its replay reproduces everything.
/// </summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    public int Whole(int least, int most) => _random.Next(least, most + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Uniform(double low, double high) => low + (high - low) * _random.NextDouble();

    public double LogUniform(double low, double high) => Math.Exp(Uniform(Math.Log(low), Math.Log(high)));

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public int[] Permutation(int length)
    {
        var order = Enumerable.Range(0, length).ToArray();
        _random.Shuffle(order);
        return order;
    }
}
