using System.Reflection;

namespace OptimizerDynamics.Experiments;

/// <summary>The project's own studies, which this library has in it: they can be run in any folder.</summary>
public static class BuiltInStudies
{
    private const string Prefix = "Studies/", Suffix = "/study.yaml";

    private static readonly Assembly _assembly = typeof(BuiltInStudies).Assembly;

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<KnownStudy> All { get; } =
    [
        .. from resource in _assembly.GetManifestResourceNames()
           where resource.StartsWith(Prefix, StringComparison.Ordinal)
           let name = resource[Prefix.Length..^Suffix.Length]
           orderby name
           select new KnownStudy(name, StudyOrigin.Program, new StudyText($"the built-in study {name}", Read(resource))),
    ];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(_assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
