using OptimizerDynamics.Networks;
using OptimizerDynamics.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>A narrow BasicNet in float64, trained on random images for a few steps.</summary>
internal static class NetworkRun
{
    /// <summary>
    /// Convolutions add in another order on another device: gradients differ by about 1e-16 of their largest terms. Adam divides by √v + ε
    /// with ε = 1e-8, so that a gradient of that size, lost in its eighth digit, moves a parameter by 1e-8 of a learning rate of 1e-3 more
    /// or less, in each of five steps; the bound leaves a factor of two. An estimate: not measured on a GPU yet.
    /// </summary>
    public const double BoundBetweenDevices = 1e-10;

    private const int Batch = 8, Classes = 10, Size = 16;

    /// <summary>
    /// The largest difference between the parameters after a few steps, relative to the largest parameter: reference on the CPU against
    /// tensor interpreter on the device, and against TorchSharp's own optimizer there.
    /// </summary>
    public static double LargestDifference(string optimizer, string device, int steps)
    {
        using var scope = NewDisposeScope();
        var known = OptimizerCatalog.Find(optimizer)!;
        var values = new Dictionary<string, double> { ["l2"] = 1e-4 };
        var networks = new[] { Network("cpu"), Network(device), Network(device) };
        var start = networks[0].state_dict();
        foreach (var network in networks)
            network.load_state_dict(start);

        using var reference = new ModelOptimizer(networks[0], known.Build(values), interpreter: Interpreter.Cpu);
        using var tensors = new ModelOptimizer(networks[1], known.Build(values), interpreter: Interpreter.Tensor);
        using var torchSharp = new TorchSharpOptimizer(known, values, [.. networks[2].parameters()]);
        var (images, labels) = Data();
        for (var step = 0; step < steps; step++)
        {
            reference.ZeroGradients();
            tensors.ZeroGradients();
            networks[2].zero_grad();
            foreach (var network in networks)
                BackPropagate(network, images, labels);
            reference.Step();
            tensors.Step();
            torchSharp.Step();
        }

        var expected = reference.Parameters.Values;
        var theirs = cat([.. networks[2].parameters().Select(parameter => parameter.detach().flatten().cpu())]);
        return Math.Max(Difference(expected, tensors.Parameters.Values.cpu()), Difference(expected, theirs));
    }

    /// <summary>Three steps, a move of network and state to another interpreter and device, three more; compared with six undisturbed
    /// ones.</summary>
    public static void ChangesInterpreter(Interpreter first, string firstDevice, Interpreter second, string secondDevice)
    {
        using var scope = NewDisposeScope();
        var chain = Optimizers.Adam(l2: 1e-4, schedule: new CosineSchedule());
        var (whole, parted) = (Network(firstDevice), Network(firstDevice));
        parted.load_state_dict(whole.state_dict());
        var (images, labels) = Data();

        using var undisturbed = new ModelOptimizer(whole, chain, runLength: 6, first);
        Train(undisturbed, whole, 6);
        using var state = new MemoryStream();
        using (var before = new ModelOptimizer(parted, chain, runLength: 6, first))
        {
            Train(before, parted, 3);
            before.SaveState(state);
        }

        state.Position = 0;
        var moved = parted.to(new Device(secondDevice));
        using var after = new ModelOptimizer(moved, chain, runLength: 6, second);
        after.LoadState(state);
        Assert.Equal(3, after.StepCount);
        Train(after, moved, 3);

        // The same interpreter on the same device goes on to the bit; another one by the rounding of three steps (see LargestDifference).
        var difference = Difference(undisturbed.Parameters.Values.cpu(), after.Parameters.Values.cpu());
        Assert.InRange(
            difference, 0, first == second && firstDevice == secondDevice ? 0 : firstDevice == secondDevice ? 1e-14 : BoundBetweenDevices);

        void Train(ModelOptimizer optimizer, GraphNetwork network, int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                optimizer.ZeroGradients();
                BackPropagate(network, images, labels);
                optimizer.Step();
            }
        }
    }

    private static GraphNetwork Network(string device)
    {
        manual_seed(7);
        return new GraphNetwork(Architectures.BasicNet.Build(1.0 / 16, channels: 1)).to(new Device(device), ScalarType.Float64);
    }

    private static (Tensor Images, Tensor Labels) Data()
    {
        manual_seed(8);
        return (randn(Batch, 1, Size, Size, ScalarType.Float64), randint(Classes, Batch));
    }

    private static void BackPropagate(GraphNetwork network, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var device = network.parameters().First().device;
        nn.functional.cross_entropy(network.forward(images.to(device)), labels.to(device)).backward();
    }

    private static double Difference(Tensor expected, Tensor found) =>
        (expected - found).abs().max().item<double>() / expected.abs().max().item<double>();
}
