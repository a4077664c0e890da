using System.Reflection;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Packages.Tests;

/// <summary>All packages of the project, packed once of what is built, in a folder that serves as a feed.</summary>
public sealed class Feed : IDisposable
{
    /// <summary>A version of its own, so that no package of an earlier build is taken for it.</summary>
    public const string Version = "0.1.0-test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-packages-");

    public Feed()
    {
        Directory.CreateDirectory(FolderPath);
        var solution = Path.Combine(Root, "OptimizerDynamics.sln");
        Dotnet(
            Root, "pack", solution, "--no-build", "--configuration", Metadata("Configuration"), $"-p:PackageVersion={Version}",
            "--output", FolderPath, "--nologo");
    }

    /// <summary>The checkout.</summary>
    public static string Root { get; } = Path.GetFullPath(Metadata("Root"));

    /// <summary>The folder of the packages.</summary>
    public string FolderPath => PathOf("feed");

    /// <summary>The ids of all packages.</summary>
    public IEnumerable<string> Ids => Directory.GetFiles(FolderPath, $"*.{Version}.nupkg")
        .Select(file => Path.GetFileName(file)[..^$".{Version}.nupkg".Length]).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A place in the folder of this test.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs <c>dotnet</c>, with packages of others from where they are, and ours in a cache of this test's.</summary>
    /// <param name="folder">The current folder.</param>
    /// <param name="words">The arguments.</param>
    /// <returns>What it wrote to standard output.</returns>
    public string Dotnet(string folder, params string[] words) => Run(folder, ChildProcess.Dotnet, words);

    /// <summary>Runs a program, which has to end well.</summary>
    /// <param name="folder">The current folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="words">The arguments.</param>
    /// <returns>What it wrote to standard output.</returns>
    public string Run(string folder, string program, params string[] words)
    {
        // A build server that is left behind would hold the output open.
        string[] settings =
        [
            "MSBUILDDISABLENODEREUSE=1", "UseSharedCompilation=false", "DOTNET_CLI_USE_MSBUILD_SERVER=0", "DOTNET_NOLOGO=1",
            "DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_CLI_UI_LANGUAGE=en", $"NUGET_PACKAGES={PathOf("cache")}",
        ];
        // The settings of the test host are not those of a program that it starts.
        var ofTheHost = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal));
        return ChildProcess.Succeed(
            folder,
            [
                .. settings.Select(text => text.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])),
                .. ofTheHost.Select(name => KeyValuePair.Create(name, (string?)null)),
            ],
            program, words);
    }

    /// <summary>The cache that has the packages of others: this build was restored from it.</summary>
    public static string Cache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Metadata(string key) => typeof(Feed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
