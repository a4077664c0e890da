using System.Reflection;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>This program: what records say of it, and how it is started.</summary>
internal static class ThisProgram
{
    private const string Tool = "optdyn-tool";

    /// <summary>The environment of a trial that computes in .NET alone.</summary>
    public static RunEnvironment OnTheCpu() => RunEnvironment.Of(typeof(ThisProgram).Assembly);

    /// <summary>The environment of a trial that computes with libtorch.</summary>
    /// <param name="device">Where: <c>cpu</c>, or a GPU's name.</param>
    public static RunEnvironment OnTorch(string device) => OnTheCpu().With(device,
    [
        KeyValuePair.Create("libtorch", NativeTorch.Load().LibtorchVersion.ToString()),
        KeyValuePair.Create("TorchSharp", TorchSharpFacts.PackageVersion),
    ]);

    /// <summary>What starts it: the executable that is running, or this library by the <c>dotnet</c> that runs it.</summary>
    public static ProgramCommand Command()
    {
        var running = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(running) switch
        {
            "optdyn" => new ProgramCommand(running, []),
            "dotnet" => new ProgramCommand(running, ["exec", Library]),
            _ => new ProgramCommand("dotnet", ["exec", Library]),
        };
    }

    /// <summary>This library; of an installed tool the one that starts it.</summary>
    private static string Library => Path.Combine(
        AppContext.BaseDirectory, Assembly.GetEntryAssembly()?.GetName().Name == Tool ? $"{Tool}.dll" : "optdyn.dll");
}
