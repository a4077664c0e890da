using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>Loads libtorch for a command that computes with it, and tells whether a device is there.</summary>
internal static class LibtorchDevice
{
    /// <summary>Makes sure that libtorch and a device can be used.</summary>
    /// <param name="device">What <c>--device</c> said.</param>
    /// <exception cref="FailureException">libtorch cannot be loaded.</exception>
    /// <exception cref="InputException">There is no such device.</exception>
    public static void Require(string device)
    {
        try
        {
            NativeTorch.Load();
        }
        catch (NativeTorchException cause)
        {
            throw new FailureException($"{cause.Message} ('optdyn doctor' says more)", cause);
        }

        if (device == "cpu")
            return;
        var count = TorchSharpFacts.CudaDeviceCount;
        var index = device == "cuda" ? 0 : int.Parse(device["cuda:".Length..], CultureInfo.InvariantCulture);
        if (index >= count)
        {
            var found = count switch { 0 => "no CUDA device", 1 => "cuda:0 only", _ => $"cuda:0 to cuda:{count - 1}" };
            throw new InputException($"--device: there is no '{device}': libtorch sees {found} ('optdyn doctor' says why)");
        }
    }
}
