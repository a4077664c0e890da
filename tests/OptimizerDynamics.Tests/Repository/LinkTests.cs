using System.Text.RegularExpressions;

namespace OptimizerDynamics.Tests;

/// <summary>Links of the repository's texts to its own files lead somewhere.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] _folders = [".", "experiments", "reports"];

    public static TheoryData<string> Texts =>
    [
        .. from folder in _folders
           let path = Path.Combine(SourceFolders.Root, folder)
           from file in Directory.EnumerateFiles(path, "*.md", folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
           orderby file
           select Path.GetRelativePath(SourceFolders.Root, file),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Relative_links_lead_to_files_of_the_repository(string text)
    {
        var path = Path.Combine(SourceFolders.Root, text);
        var missing = from Match link in Link().Matches(Code().Replace(File.ReadAllText(path), ""))
                      let target = link.Groups["target"].Value.Split('#')[0]
                      where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
                      where !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
                      select target;

        Assert.Empty(missing.Distinct());
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)|(?:href|src|srcset)=""(?<target>[^""\s]+)""")]
    private static partial Regex Link();

    /// <summary>What stands in a block or a span of code is no link.</summary>
    [GeneratedRegex(@"(?ms)^```.*?^```|`[^`\n]*`(?!\])")]
    private static partial Regex Code();
}
