namespace OptimizerDynamics.Benchmarks;

/// <summary>Median and quartiles of the rounds' medians, in milliseconds for a training step.</summary>
/// <param name="Low">A quarter of the rounds is below.</param>
/// <param name="Median">Half of the rounds is below.</param>
/// <param name="High">Three quarters of the rounds are below.</param>
internal sealed record StepTime(double Low, double Median, double High)
{
    /// <summary>Of the rounds' medians.</summary>
    public static StepTime Of(IReadOnlyCollection<double> rounds) => new(Quantile(rounds, 1), Quantile(rounds, 2), Quantile(rounds, 3));

    /// <summary>The value that so many quarters of some are below.</summary>
    public static double Quantile(IReadOnlyCollection<double> values, int quarters) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * quarters / 4));
}

/// <summary>What was measured of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Macs">The MACs of convolutions and linear layers in the forward pass of one image.</param>
/// <param name="Engine">A step of the engine.</param>
/// <param name="Libtorch">A step of libtorch; null where it was not measured.</param>
/// <param name="Ratio">libtorch's step over the engine's: the median over the rounds of the two in one round; null as above.</param>
internal sealed record EngineFigure(EngineCase Case, long Macs, StepTime Engine, StepTime? Libtorch, double? Ratio)
{
    /// <summary>What the engine computes in convolutions and linear layers, in GFLOP/s of the whole step's time: forward, gradient by the
    /// input and gradient by the weights, each of one multiplication and one addition a MAC.</summary>
    public double Rate => 3 * 2 * Macs * Case.Batch / Engine.Median / 1e6;

    /// <summary>Microseconds of the engine for an image.</summary>
    public double MicrosecondsPerImage => 1e3 * Engine.Median / Case.Batch;

    /// <summary>Nanoseconds of the engine for a pixel of an image.</summary>
    public double NanosecondsPerPixel => 1e6 * Engine.Median / Case.Batch / (Case.Size * Case.Size);
}

/// <summary>What a process measured with one set of vector instructions.</summary>
/// <param name="Lanes">Lanes of the vectors that the engine used: 16 (AVX-512) or 8 (AVX2).</param>
/// <param name="Peak">Measured FMA peak of one core, in GFLOP/s.</param>
/// <param name="Libtorch">The version of libtorch.</param>
/// <param name="Rounds">Turns of either in a case.</param>
/// <param name="Figures">The cases.</param>
internal sealed record EngineFigures(int Lanes, double Peak, string Libtorch, int Rounds, IReadOnlyList<EngineFigure> Figures)
{
    /// <summary>What its vectors are called.</summary>
    public string Instructions => Lanes == 16 ? "AVX-512" : "AVX2";
}
