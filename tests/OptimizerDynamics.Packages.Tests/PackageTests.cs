using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OptimizerDynamics.Packages.Tests;

/// <summary>The packages are whole, and serve those who have nothing else: an empty project, an empty folder for tools.</summary>
public sealed partial class PackageTests(Feed feed) : IClassFixture<Feed>
{
    private static readonly string[] _libraries =
    [
        "OptimizerDynamics", "OptimizerDynamics.Checkpoints", "OptimizerDynamics.Data", "OptimizerDynamics.Experiments",
        "OptimizerDynamics.Networks", "OptimizerDynamics.Reports", "OptimizerDynamics.Torch",
    ];

    [Fact]
    public void There_is_a_package_of_each_library_and_the_tool() => Assert.Equal([.. _libraries, "optdyn"], feed.Ids);

    [Fact]
    public void Each_has_what_a_gallery_shows_and_what_an_editor_and_a_debugger_read() => Assert.All(feed.Ids, id =>
    {
        using var package = Open($"{id}.{Feed.Version}.nupkg");
        using var symbols = Open($"{id}.{Feed.Version}.snupkg");
        var metadata = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
        Assert.Contains("weight-decay", Value("tags").Split(' '));
        Assert.InRange(Value("description").Length, 50, 400);
        Assert.StartsWith($"# {id}\n", Text(package, "README.md"), StringComparison.Ordinal);
        Assert.InRange(package.GetEntry("icon.png")!.Length, 1000, 1_000_000);
        var assembly = id == "optdyn" ? "optdyn-tool" : id;
        Assert.Contains(symbols.Entries, entry => entry.Name == $"{assembly}.pdb");
        Assert.Contains(package.Entries, entry => entry.Name == $"{assembly}.dll");
        if (id != "optdyn")
            Assert.Contains("<summary>", Text(package, $"lib/net10.0/{id}.xml"), StringComparison.Ordinal);
    });

    /// <summary>It would make the tool a hundred times as large.</summary>
    [Fact]
    public void The_tool_has_no_libtorch()
    {
        using var package = Open($"optdyn.{Feed.Version}.nupkg");

        Assert.DoesNotContain(package.Entries, entry => entry.Name.Contains("torch_cpu", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(package.Entries.Sum(entry => entry.CompressedLength), 1, 80_000_000);
    }

    /// <summary>The examples that the packages' pages show, as one program, print what the pages say.</summary>
    [Fact]
    public void An_empty_project_uses_all_libraries_as_their_pages_show()
    {
        var folder = Directory.CreateDirectory(feed.PathOf("user")).FullName;
        var references = string.Join('\n', _libraries.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{Feed.Version}\" />"));
        File.WriteAllText(Path.Combine(folder, "user.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="here" value="{feed.FolderPath}" /></packageSources>
              <fallbackPackageFolders><add key="others" value="{Feed.Cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        var blocks = _libraries.SelectMany(id => Examples(Path.Combine(Feed.Root, "src", id, "README.md"))).ToList();
        var usings = blocks.SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("using Opt", StringComparison.Ordinal));
        var code = blocks.Select(block =>
            $"{{\n{string.Join('\n', block.Split('\n').Where(line => !line.StartsWith("using Opt", StringComparison.Ordinal)))}\n}}");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), string.Join('\n', [.. usings.Distinct(), .. code]));

        var output = feed.Dotnet(folder, "run", "--project", "user.csproj");

        var promised = Printed().Match(File.ReadAllText(Path.Combine(Feed.Root, "src", _libraries[0], "README.md"))).Groups["line"].Value;
        Assert.Equal(promised, output.Split('\n')[0]);
        Assert.Matches("(?m)^BasicNet: [1-9],[0-9]{3},[0-9]{3} parameters$", output);
        Assert.Contains("task-difficulty\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_is_installed_and_runs_a_study_in_an_empty_folder()
    {
        var (tools, folder) = (feed.PathOf("tools"), Directory.CreateDirectory(feed.PathOf("empty")).FullName);
        feed.Dotnet(
            folder, "tool", "install", "optdyn", "--tool-path", tools, "--version", Feed.Version, "--source", feed.FolderPath);
        var optdyn = Path.Combine(tools, OperatingSystem.IsWindows() ? "optdyn.exe" : "optdyn");

        Assert.StartsWith("Built in:\n", feed.Run(folder, optdyn, "list"), StringComparison.Ordinal);
        // Each training is a process of its own, which the tool has to know how to start.
        feed.Run(folder, optdyn, "run", "task-difficulty", "--profile", "smoke");
        Assert.Equal(["runs"], Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)));
        Assert.True(File.Exists(Path.Combine(folder, "runs", "reports", "smoke", "task-difficulty", "README.md")));
    }

    private ZipArchive Open(string file) => ZipFile.OpenRead(Path.Combine(feed.FolderPath, file));

    private static string Text(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The C# programs of a page; a piece that needs code around it has no <c>using</c> of ours at its top.</summary>
    private static IEnumerable<string> Examples(string page) => Example().Matches(File.ReadAllText(page).ReplaceLineEndings("\n"))
        .Select(match => match.Groups["code"].Value).Where(code => code.StartsWith("using Opt", StringComparison.Ordinal));

    [GeneratedRegex("It prints `(?<line>[^`]+)`")]
    private static partial Regex Printed();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
