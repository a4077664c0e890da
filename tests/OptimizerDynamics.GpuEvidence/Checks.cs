using OptimizerDynamics.Testing;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.GpuEvidence;

/// <summary>The parity suite on one device, with the trials of seeds 1, 2, 3, …</summary>
internal static class Checks
{
    private const string Ulps = "half ulps";

    public static IEnumerable<Check> Run(string device, int cases)
    {
        const string Loops = "libtorch against plain loops, float64";
        yield return Guarded(Loops, "convolution", () => Single("absolute", SmokeTest.Run(device).ConvolutionError, SmokeTest.Bound));
        yield return Guarded(Loops, "batch normalization", () => Single("absolute", SmokeTest.Run(device).BatchNormError, SmokeTest.Bound));
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            yield return Many(
                $"tensor interpreter against the CPU interpreter, {Name(dtype)}", "any chain", 10 * cases, ParityBounds.OfChain,
                    seed => ChainParity.LargestError(ChainTrial.Of(seed), dtype, device).Error);
            foreach (var name in TorchSharpOptimizer.Names)
            {
                yield return Many(
                    $"tensor interpreter against TorchSharp's own, step by step, {Name(dtype)}", name, cases, ParityBounds.OfStep(name),
                        seed => RunParity.StepByStep(Trial.Of(name, seed), "tensor", dtype, device));
            }

            foreach (var name in TorchSharpOptimizer.Names)
            {
                yield return Many(
                    $"tensor interpreter against TorchSharp's own, whole runs, {Name(dtype)}", name, cases, ParityBounds.OfRun(dtype),
                        seed => RunParity.WholeRun(Trial.Of(name, seed), "tensor", dtype, device));
            }
        }

        foreach (var name in new[] { "sgd", "adam", "adadelta" })
        {
            foreach (var steps in new[] { 1, 5 })
            {
                yield return Guarded(
                    "BasicNet (width 1/16) trained there and on the CPU, float64", $"{name}, {steps} {(steps == 1 ? "step" : "steps")}",
                    () =>
                        Single("relative", NetworkRun.LargestDifference(name, device, steps), NetworkRun.BoundBetweenDevices));
            }
        }

        foreach (var optimizer in OptimizerCatalog.All)
        {
            yield return Holds(
                "states move between the CPU interpreter and tensors, bit for bit", $"{optimizer.Name}, float64",
                () => StateMove.Check<double>(optimizer.Name, device));
            yield return Holds(
                "states move between the CPU interpreter and tensors, bit for bit", $"{optimizer.Name}, float32",
                () => StateMove.Check<float>(optimizer.Name, device));
        }

        const string Moves = "a BasicNet's run changes interpreter and device";
        yield return Holds(
            Moves, "from the CPU interpreter", () => NetworkRun.ChangesInterpreter(Interpreter.Cpu, "cpu", Interpreter.Tensor, device));
        yield return Holds(
            Moves, "to the CPU interpreter", () => NetworkRun.ChangesInterpreter(Interpreter.Tensor, device, Interpreter.Cpu, "cpu"));
    }

    private static string Name(ScalarType dtype) => dtype == ScalarType.Float64 ? "float64" : "float32";

    private static Check Many(string group, string what, int cases, double bound, Func<int, double> error) => Guarded(group, what, () =>
    {
        var errors = new ErrorDistribution();
        for (var seed = 1; seed <= cases; seed++)
            errors.Add(error(seed));
        return new Check("", "", Ulps, cases, errors.At(0.5), errors.Largest, bound, errors.Largest <= bound);
    });

    private static Check Single(string unit, double error, double bound) => new("", "", unit, 1, null, error, bound, error <= bound);

    /// <summary>Something that throws where it does not hold.</summary>
    public static Check Holds(string group, string what, Action check) => Guarded(group, what, () =>
    {
        check();
        return new Check("", "", null, 1, null, null, null, true);
    });

    /// <summary>An exception is a failed check, not the end of the others.</summary>
    private static Check Guarded(string group, string what, Func<Check> check)
    {
        try
        {
            return check() with { Group = group, What = what };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Check(group, what, null, 1, null, null, null, false, error.Message.Split('\n')[0].Trim());
        }
    }
}
