using OptimizerDynamics.Testing;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The model-based tests: CPU interpreter, tensor interpreter and TorchSharp's own optimizers against each other.</summary>
/// <remarks>
/// Random hyperparameters, schedules, every place a decay can take, and gradients that are tiny, huge, sparse, silent, constant or
/// sign-flipping. Every test prints the distribution of its error; <c>OPTDYN_TEST_DEPTH</c> measures anew.
/// </remarks>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const int Cases = 20;

    public static TheoryData<string, string, ScalarType> OnCpu
    {
        get
        {
            var data = new TheoryData<string, string, ScalarType>();
            foreach (var name in TorchSharpOptimizer.Names)
            {
                foreach (var engine in new[] { "cpu", "tensor" })
                {
                    data.Add(name, engine, ScalarType.Float64);
                    data.Add(name, engine, ScalarType.Float32);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, ScalarType, string> OnCuda
    {
        get
        {
            var data = new TheoryData<string, ScalarType, string>();
            foreach (var device in Cuda.Devices)
            {
                foreach (var name in TorchSharpOptimizer.Names)
                {
                    data.Add(name, ScalarType.Float64, device);
                    data.Add(name, ScalarType.Float32, device);
                }
            }

            return data;
        }
    }

    public static TheoryData<ScalarType, string> CudaTypes
    {
        get
        {
            var data = new TheoryData<ScalarType, string>();
            foreach (var device in Cuda.Devices)
            {
                data.Add(ScalarType.Float64, device);
                data.Add(ScalarType.Float32, device);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OnCpu))]
    public void Every_step_is_TorchSharps(string name, string engine, ScalarType dtype) => StepByStep(name, engine, dtype, "cpu");

    [Theory]
    [MemberData(nameof(OnCpu))]
    public void Whole_runs_are_TorchSharps(string name, string engine, ScalarType dtype) => WholeRuns(name, engine, dtype, "cpu");

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void On_any_chain_the_tensor_interpreter_is_the_reference(ScalarType dtype) => AnyChain(dtype, "cpu");

    [CudaTheory]
    [MemberData(nameof(OnCuda))]
    public void Every_step_on_CUDA_is_TorchSharps(string name, ScalarType dtype, string device) =>
        StepByStep(name, "tensor", dtype, device);

    [CudaTheory]
    [MemberData(nameof(OnCuda))]
    public void Whole_runs_on_CUDA_are_TorchSharps(string name, ScalarType dtype, string device) =>
        WholeRuns(name, "tensor", dtype, device);

    [CudaTheory]
    [MemberData(nameof(CudaTypes))]
    public void On_any_chain_the_tensor_interpreter_on_CUDA_is_the_reference(ScalarType dtype, string device) => AnyChain(dtype, device);

    private void StepByStep(string name, string engine, ScalarType dtype, string device) => Holds(
        $"{name}, {engine}, {dtype}, {device}, step by step", ParityBounds.OfStep(name), Cases, Trial.Any(name),
        trial => (RunParity.StepByStep(trial, engine, dtype, device), ""));

    private void WholeRuns(string name, string engine, ScalarType dtype, string device) => Holds(
        $"{name}, {engine}, {dtype}, {device}, whole runs", ParityBounds.OfRun(dtype), Cases, Trial.Any(name),
        trial => (RunParity.WholeRun(trial, engine, dtype, device), ""));

    private void AnyChain(ScalarType dtype, string device) => Holds(
        $"any chain, tensor, {dtype}, {device}", ParityBounds.OfChain, 200, ChainTrial.Any(),
        trial => ChainParity.LargestError(trial, dtype, device));

    private void Holds<T>(string what, double bound, int cases, FsCheck.Arbitrary<T> inputs, Func<T, (double Error, string Where)> error)
    {
        var errors = new ErrorDistribution();
        Properties.ForAll(inputs, cases, trial =>
        {
            var (found, where) = error(trial);
            errors.Add(found);
            Assert.True(found <= bound, $"{found} half units in the last place, the bound is {bound}; {where}");
        });
        output.WriteLine($"{what}: {errors} half units in the last place; the bound is {bound}");
    }
}
