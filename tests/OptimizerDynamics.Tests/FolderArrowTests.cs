using System.Xml.Linq;

namespace OptimizerDynamics.Tests;

/// <summary>The arrows between the projects, and between the folders of each: none of them goes in a circle.</summary>
public sealed class FolderArrowTests
{
    /// <summary>Which projects a project may reference.</summary>
    private static readonly Dictionary<string, string[]> _mayReference = new()
    {
        ["OptimizerDynamics"] = [],
        ["OptimizerDynamics.Networks"] = ["OptimizerDynamics"],
        ["OptimizerDynamics.Data"] = ["OptimizerDynamics", "OptimizerDynamics.Networks"],
        ["OptimizerDynamics.Torch"] = ["OptimizerDynamics", "OptimizerDynamics.Networks"],
        ["OptimizerDynamics.Checkpoints"] = ["OptimizerDynamics", "OptimizerDynamics.Networks"],
        ["OptimizerDynamics.Experiments"] = ["OptimizerDynamics", "OptimizerDynamics.Networks", "OptimizerDynamics.Data"],
        ["OptimizerDynamics.Tool"] = ["OptimizerDynamics.Cli"],
        ["OptimizerDynamics.Reports"] = [
            "OptimizerDynamics", "OptimizerDynamics.Networks", "OptimizerDynamics.Data", "OptimizerDynamics.Experiments",
            "OptimizerDynamics.Checkpoints"],
    };

    public static TheoryData<string> Projects => [.. SourceFolders.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_use_each_other_in_one_direction(string project)
    {
        var folders = SourceFolders.Of(project);

        foreach (var cycle in folders.Cycles())
            Assert.Fail($"Folders in a circle: {string.Join(", ", cycle)}\n{folders.Show(cycle)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_reference_each_other_in_one_direction(string project)
    {
        if (project == "OptimizerDynamics.Cli")
            return; // it stands on top of all
        var file = XDocument.Load(Path.Combine(SourceFolders.Root, "src", project, $"{project}.csproj"));
        var referenced = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.All(referenced, other => Assert.True(
            _mayReference[project].Contains(other), $"{project} references {other}"));
    }

    /// <summary>Otherwise the tests above might see nothing.</summary>
    [Fact]
    public void Arrows_are_found_in_code_and_not_in_comments_and_strings()
    {
        var folders = SourceFolders.Of("Sample",
        [
            (
                "A/One.cs",
                "namespace N; /// <see cref=\"Three\"/>\npublic sealed class One { string S => $\"Three {new Two().Three:R} {{Three}}\"; "
                    + "/* Three */ }"),
            (
                "B/Two.cs",
                "namespace N; internal readonly record struct Two(int Three) { const string Q = @\"One\"\"One\" + \"\"\"One \"One\" "
                    + "One\"\"\" + '\"'; }"),
            ("C/Three.cs", "namespace N; public interface Three { void Accept(N.One one); int Two(int x); }"),
        ]);

        Assert.Equal(["A → B (One.cs uses Two)"], folders.Arrows.Where(arrow => arrow.From == "A").Select(arrow => arrow.ToString()));
        Assert.Empty(folders.Cycles());
    }

    [Fact]
    public void A_cycle_is_found_with_its_folders()
    {
        var folders = SourceFolders.Of("Sample",
        [
            ("One.cs", "public class One { Two two; }"), ("B/Two.cs", "public class Two { Three three; }"),
            ("C/Three.cs", "public class Three : One { }"),
            ("D/Four.cs", "public class Four : One { }"),
        ]);

        var cycle = Assert.Single(folders.Cycles());
        Assert.Equal([".", "B", "C"], cycle.Order(StringComparer.Ordinal));
    }
}
