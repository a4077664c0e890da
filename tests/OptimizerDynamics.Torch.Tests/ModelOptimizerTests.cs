using OptimizerDynamics.Networks;
using OptimizerDynamics.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Networks trained by either interpreter and by TorchSharp's own optimizer.</summary>
public sealed class ModelOptimizerTests
{
    private readonly ITestOutputHelper _output;

    public ModelOptimizerTests(ITestOutputHelper output)
    {
        _output = output;
        NativeTorch.Load();
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adadelta")]
    public void A_network_goes_the_same_way_with_each_of_the_three(string name)
    {
        var error = NetworkRun.LargestDifference(name, "cpu", steps: 5);
        _output.WriteLine($"{name}: {error:G3}");
        // Measured: 2.2e-16, the rounding of the largest parameter. A rule that is wrong in its tenth digit would be off by 1e-13 and more.
        Assert.InRange(error, 0, 1e-14);
    }

    [Fact]
    public void On_the_CPU_the_reference_runs_on_the_networks_own_memory_unless_told_otherwise()
    {
        using var scope = NewDisposeScope();
        var network = ParameterBufferTests.Small();
        using var optimizer = new ModelOptimizer(network, Optimizers.Sgd(learningRate: 0.5, momentum: 0));
        Assert.Equal(Interpreter.Cpu, optimizer.Interpreter);
        var weight = network.get_parameter("first.weight")!;
        var before = weight.detach().clone();
        optimizer.Parameters.Gradients.fill_(1);
        Assert.Equal(1, optimizer.Step());
        Assert.True(allclose(before - 0.5, weight));

        using var forced = new ModelOptimizer(ParameterBufferTests.Small(), Optimizers.Adam(), interpreter: Interpreter.Tensor);
        Assert.Equal(Interpreter.Tensor, forced.Interpreter);
    }

    [Theory]
    [InlineData(Interpreter.Cpu, Interpreter.Tensor)]
    [InlineData(Interpreter.Tensor, Interpreter.Cpu)]
    [InlineData(Interpreter.Tensor, Interpreter.Tensor)]
    public void A_run_goes_on_with_another_interpreter(Interpreter first, Interpreter second) =>
        NetworkRun.ChangesInterpreter(first, "cpu", second, "cpu");

    /// <summary>A float32 number is a float64 number: nothing is lost on the way up, and the way down rounds.</summary>
    [Theory]
    [InlineData(Interpreter.Automatic)]
    [InlineData(Interpreter.Tensor)]
    public void Moving_to_another_type_keeps_parameters_and_memory(Interpreter interpreter)
    {
        using var scope = NewDisposeScope();
        var network = ParameterBufferTests.Small();
        using var optimizer = new ModelOptimizer(network, Optimizers.NAdam(l2: 1e-3), interpreter: interpreter);
        Train(2);
        var (values, state) = (optimizer.Parameters.Values.to(ScalarType.Float64, copy: true), Saved(optimizer));

        optimizer.MoveTo(elementType: ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, network.get_parameter("first.weight")!.dtype);
        Assert.True(values.equal(optimizer.Parameters.Values).all().item<bool>());
        Assert.Equal(2, optimizer.StepCount);
        optimizer.MoveTo(elementType: ScalarType.Float32);
        Assert.Equal(state, Saved(optimizer));

        optimizer.MoveTo(elementType: ScalarType.Float64);
        Train(1);
        Assert.Equal(3, optimizer.StepCount);
        Assert.Throws<ArgumentException>(() => optimizer.MoveTo(elementType: ScalarType.Float16));
        Train(1); // nothing has been moved

        void Train(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                optimizer.ZeroGradients();
                network.forward(randn(5, 3, optimizer.Parameters.ElementType)).square().sum().backward();
                optimizer.Step();
            }
        }
    }

    [Theory]
    [InlineData(Interpreter.Cpu)]
    [InlineData(Interpreter.Tensor)]
    public void Moving_leaves_no_tensor_behind(Interpreter interpreter)
    {
        using var network = ParameterBufferTests.Small();
        using var optimizer = new ModelOptimizer(network, Optimizers.Adam(l2: 1e-4), interpreter: interpreter);
        optimizer.Step();
        optimizer.MoveTo(elementType: ScalarType.Float64);
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            optimizer.MoveTo(elementType: ScalarType.Float32);
            optimizer.Step();
            optimizer.MoveTo(elementType: ScalarType.Float64);
        }

        Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(Interpreter.Cpu)]
    [InlineData(Interpreter.Tensor)]
    public void A_thousand_training_steps_leave_no_tensor_behind(Interpreter interpreter)
    {
        using var network = ParameterBufferTests.Small();
        using var optimizer = new ModelOptimizer(network, Optimizers.Adam(l2: 1e-4), interpreter: interpreter);
        using var x = randn(5, 3);
        Step();
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 1000; step++)
            Step();
        Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.ZeroGradients();
            network.forward(x).square().sum().backward();
            optimizer.Step();
        }
    }

    [Fact]
    public void An_optimizer_and_its_memory_leave_no_tensor_behind()
    {
        using var network = ParameterBufferTests.Small();
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var interpreter in new[] { Interpreter.Cpu, Interpreter.Tensor })
        {
            using var optimizer = new ModelOptimizer(network, Optimizers.AmsGrad(l2: 1e-4), interpreter: interpreter);
            optimizer.Step();
            optimizer.LoadState(new MemoryStream(Saved(optimizer)));
        }

        Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void BasicNet_has_the_papers_parameters()
    {
        using var scope = NewDisposeScope();
        foreach (var (width, count) in new[] { (1.0, 4_918_090), (0.25, 309_466), (0.125, 78_066) })
        {
            using var buffer = new ParameterBuffer(new GraphNetwork(Architectures.BasicNet.Build(width)));
            Assert.Equal(count, buffer.Layout.Length);
            Assert.Equal(25, buffer.Layout.Ranges.Length);
            Assert.Equal(7, buffer.Layout.Ranges.Count(range => range.Kind == ParameterKinds.NormScale));
        }
    }

    [Fact]
    public void Threads_are_set_in_one_place()
    {
        var threads = TorchThreads.Count;
        try
        {
            TorchThreads.Count = 1;
            Assert.Equal(1, get_num_threads());
            Assert.Throws<ArgumentOutOfRangeException>(() => TorchThreads.Count = 0);
            Assert.Equal(1, TorchThreads.Count);
        }
        finally
        {
            TorchThreads.Count = threads;
        }
    }

    public static TheoryData<string> CudaDevices => [.. Cuda.Devices];

    [CudaTheory]
    [MemberData(nameof(CudaDevices))]
    public void On_CUDA_a_network_goes_the_way_it_goes_on_the_CPU(string device)
    {
        foreach (var name in new[] { "sgd", "adam", "adadelta" })
            Assert.InRange(NetworkRun.LargestDifference(name, device, steps: 5), 0, NetworkRun.BoundBetweenDevices);
    }

    [CudaTheory]
    [MemberData(nameof(CudaDevices))]
    public void States_move_to_CUDA_and_back(string device)
    {
        NetworkRun.ChangesInterpreter(Interpreter.Cpu, "cpu", Interpreter.Tensor, device);
        NetworkRun.ChangesInterpreter(Interpreter.Tensor, device, Interpreter.Cpu, "cpu");
        foreach (var optimizer in OptimizerCatalog.All)
        {
            StateMove.Check<float>(optimizer.Name, device);
            StateMove.Check<double>(optimizer.Name, device);
        }
    }

    private static byte[] Saved(ModelOptimizer optimizer)
    {
        using var stream = new MemoryStream();
        optimizer.SaveState(stream);
        return stream.ToArray();
    }
}
