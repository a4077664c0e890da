using System.Diagnostics;
using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>How long networks take to classify, measured by turns, so that what else the machine does meets all of them.</summary>
public static class InferenceTime
{
    private const int Batch = 100, Rounds = 41;

    /// <summary>The time that each of some networks takes for an image: the shortest of 41 mini-batches of 100 images (fewer where the set has fewer), after one that does not count: whatever else the machine does can only make it longer.</summary>
    /// <param name="images">The images; the first are taken.</param>
    /// <param name="scaling">How their bytes become numbers.</param>
    /// <param name="networks">The networks, on one device; their modes are as before afterwards.</param>
    /// <returns>Seconds for an image, for each network.</returns>
    public static double[] Of(IImageSource images, ChannelNormalization scaling, params FeatureNetwork[] networks)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(scaling);
        ArgumentNullException.ThrowIfNull(networks);
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        bool[] modes = [.. networks.Select(network => network.training)];
        var count = Math.Min(Batch, images.Count);
        var device = networks[0].FeatureLayers[0].Convolution.weight!.device;
        var input = scaling.Apply(images.ReadTensor([.. Enumerable.Range(0, count)]).to(device), networks[0].ElementType);
        var times = networks.Select(_ => new List<double>()).ToList();
        foreach (var network in networks)
            network.eval();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (place, network) in networks.Index())
            {
                using var inner = NewDisposeScope();
                Wait(device);
                var start = Stopwatch.GetTimestamp();
                network.forward(input);
                Wait(device);
                if (round > 0)
                    times[place].Add(Stopwatch.GetElapsedTime(start).TotalSeconds / count);
            }
        }

        foreach (var (network, mode) in networks.Zip(modes))
            network.train(mode);
        return [.. times.Select(of => of.Min())];
    }

    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }
}
