using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>How far apart two right programs may be, in half units in the last place.</summary>
/// <remarks>
/// Set from distributions measured with 500 trials for each of nine optimizers, two interpreters and two element types on the CPU
/// (<c>OPTDYN_TEST_DEPTH=25</c>; the tests print them), and 1,800 and 4,800 earlier ones of the reference in float64. On a GPU, which
/// divides, takes roots and fuses as it likes, nothing has been measured yet: that the same bounds hold there is an expectation.
/// </remarks>
internal static class ParityBounds
{
    /// <summary>A step from TorchSharp's own parameters (<see cref="RunParity.StepByStep"/>).</summary>
    /// <remarks>
    /// Medians below 2. With a first moment, whose cancellation is measured beside it, 6,000 trials in each combination: 99.9 % below 9,
    /// largest 19 (AMSGrad); the bound is five times that. RMSProp 41, where it is centred and a digit of v − a² cancels: five times that.
    /// Adadelta 320 in 40,000 trials of the reference: its steps feed the average that scales the next ones, so that roundings add up with
    /// the number of steps, of which there are up to 500; two and a half times that.
    /// </remarks>
    public static double OfStep(string optimizer) => optimizer switch
    {
        "adadelta" => 800,
        "rmsprop" => 200,
        _ => 100,
    };

    /// <summary>A run of 50 to 500 steps without L2 (<see cref="RunParity.WholeRun"/>).</summary>
    /// <remarks>
    /// Medians from 0 to 11. In float64 the largest is 327 (RAdam), in float32, where the coefficients are rounded as well, 760 (AMSGrad):
    /// the bounds are four times that. The tensor interpreter, which scales and divides in the same order as TorchSharp does, stays below
    /// 140; but for NAdam (512), whose numerator it adds up in another way.
    /// </remarks>
    public static double OfRun(ScalarType dtype) => dtype == ScalarType.Float64 ? 1300 : 3000;

    /// <summary>A step of any chain, from the reference's parameters and state (<see cref="ChainParity"/>).</summary>
    /// <remarks>12,000 chains in each type, a third of them with a soft threshold: median 1.5, 99.9 % below 9; largest 9.7 in float64 and
    /// 32 in float32, which is a sign that falls as it does for some neighbour (see <see cref="ChainParity"/>). The bound is three times
    /// that.</remarks>
    public const double OfChain = 100;
}
