using System.Collections.Immutable;
using System.Reflection;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>What a record says of the program that made it.</summary>
internal static class ThisProgram
{
    /// <summary>The environment of a trial that computes in .NET alone.</summary>
    public static RunEnvironment OnTheCpu()
    {
        var assembly = typeof(ThisProgram).Assembly;
        var version = InformationalVersion(assembly);
        var changes = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "HasLocalChanges")?.Value;
        return new RunEnvironment(
            version.Split('+')[0],
            ImmutableSortedDictionary<string, string>.Empty
                .Add("dotnet", Environment.Version.ToString())
                .Add("System.Numerics.Tensors", InformationalVersion(typeof(System.Numerics.Tensors.TensorPrimitives).Assembly).Split('+')[0]),
            version.Split('+') is [_, { Length: >= 7 } commit] ? commit[..7] : null,
            bool.TryParse(changes, out var has) ? has : null,
            "cpu");
    }

    /// <summary>The environment of a trial that computes with libtorch.</summary>
    /// <param name="device">Where: <c>cpu</c>, or a GPU's name.</param>
    public static RunEnvironment OnTorch(string device)
    {
        var environment = OnTheCpu();
        return environment with
        {
            Device = device,
            Libraries = environment.Libraries
                .Add("libtorch", NativeTorch.Load().LibtorchVersion.ToString())
                .Add("TorchSharp", TorchSharpFacts.PackageVersion),
        };
    }

    private static string InformationalVersion(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
