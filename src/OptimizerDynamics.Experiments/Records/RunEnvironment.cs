using System.Collections.Immutable;
using System.Reflection;

namespace OptimizerDynamics.Experiments;

/// <summary>The program, libraries and device that ran a trial.</summary>
/// <param name="Program">The program's version.</param>
/// <param name="Libraries">Versions by name, such as <c>dotnet</c> and <c>libtorch</c>.</param>
/// <param name="Commit">The commit it was built from, or null where that is not known.</param>
/// <param name="HasLocalChanges">Whether there were uncommitted changes; null where that is not known.</param>
/// <param name="Device">Where it computed: <c>cpu</c>, or a GPU's name.</param>
public sealed record RunEnvironment(
    string Program, ImmutableSortedDictionary<string, string> Libraries, string? Commit, bool? HasLocalChanges, string Device)
{
    private const int CommitLength = 7;

    /// <summary>The environment of what computes in .NET alone.</summary>
    /// <param name="program">The program: its version, and the commit behind it, are the assembly's informational version;
    /// <c>HasLocalChanges</c> is metadata of it.</param>
    public static RunEnvironment Of(Assembly program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var version = VersionOf(program);
        var changes = program.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == nameof(HasLocalChanges))?.Value;
        var tensors = typeof(System.Numerics.Tensors.TensorPrimitives).Assembly;
        return new RunEnvironment(
            version.Split('+')[0],
            ImmutableSortedDictionary<string, string>.Empty
                .Add("dotnet", System.Environment.Version.ToString())
                .Add("System.Numerics.Tensors", VersionOf(tensors).Split('+')[0]),
            version.Split('+') is [_, { Length: >= CommitLength } commit] ? commit[..CommitLength] : null,
            bool.TryParse(changes, out var has) ? has : null,
            "cpu");
    }

    /// <summary>The environment of what computes with libraries, on a device.</summary>
    /// <param name="device">Where: <c>cpu</c>, or a GPU's name.</param>
    /// <param name="libraries">Their versions by name.</param>
    public RunEnvironment With(string device, IEnumerable<KeyValuePair<string, string>> libraries) =>
        this with { Device = device, Libraries = Libraries.SetItems(libraries) };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
