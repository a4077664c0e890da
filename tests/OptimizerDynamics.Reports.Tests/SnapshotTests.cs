using System.Diagnostics;
using System.Runtime.CompilerServices;
using OptimizerDynamics.Snapshots;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>The snapshots themselves: what does not match fails, says what differs, and can be approved by one command.</summary>
public sealed class SnapshotTests
{
    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Snapshots");

    [Fact]
    public void What_was_approved_matches_and_what_was_received_before_goes() => WithApproved("same", "one\ntwo\n", () =>
    {
        File.WriteAllText(Path.Combine(Folder(), "test-same.received.txt"), "old");
        Snapshot.Matches("one\r\ntwo\r\n", "test-same");
        Assert.False(File.Exists(Path.Combine(Folder(), "test-same.received.txt")));
    });

    [Fact]
    public void What_differs_fails_with_the_lines_and_is_kept_beside() => WithApproved("different", "one\ntwo\nthree\n", () =>
    {
        var error = Assert.Throws<SnapshotException>(() => Snapshot.Matches("one\n2\nthree\n", "test-different"));
        Assert.Contains("differs from what came out", error.Message, StringComparison.Ordinal);
        Assert.Contains("tests/approve", error.Message, StringComparison.Ordinal);
        Assert.Contains("  one\n- two\n+ 2\n  three\n", error.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(Path.Combine(Folder(), "test-different.received.txt")).ReplaceLineEndings("\n"));
    });

    /// <summary>Also where the library would have made one.</summary>
    [Fact]
    public void What_nobody_approved_fails() => WithApproved("missing", null, () =>
    {
        var error = Assert.Throws<SnapshotException>(() => Snapshot.Matches("new", "test-missing"));
        Assert.Contains("is missing", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder(), "test-missing.approved.txt")));
        Assert.True(File.Exists(Path.Combine(Folder(), "test-missing.received.txt")));
    });

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("a\0b")]
    public void A_name_that_is_no_files_is_refused(string name) => Assert.Throws<ArgumentException>(() => Snapshot.Matches("x", name));

    [Fact]
    public void The_command_approves_all_that_was_received()
    {
        if (OperatingSystem.IsWindows())
            return;
        var copy = Directory.CreateTempSubdirectory("optdyn-approve-");
        try
        {
            var script = Path.Combine(copy.FullName, "approve");
            File.Copy(Path.Combine(Folder(), "..", "..", "approve"), script);
            var folder = Directory.CreateDirectory(Path.Combine(copy.FullName, "Some Tests", "Snapshots")).FullName;
            Directory.CreateDirectory(Path.Combine(copy.FullName, "Some Tests", "bin"));
            File.WriteAllText(Path.Combine(folder, "a table.received.md"), "new");
            File.WriteAllText(Path.Combine(folder, "a table.approved.md"), "old");
            File.WriteAllText(Path.Combine(copy.FullName, "Some Tests", "bin", "b.received.md"), "not this");

            Assert.Equal((0, "approved: tests/Some Tests/Snapshots/a table.approved.md\n"), Run(script));
            Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "a table.approved.md")));
            Assert.Equal(["a table.approved.md"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
            Assert.Equal((0, "Nothing to approve.\n"), Run(script));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static (int, string) Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void WithApproved(string name, string? text, Action test)
    {
        var approved = Path.Combine(Folder(), $"test-{name}.approved.txt");
        Directory.CreateDirectory(Folder());
        try
        {
            if (text is not null)
                File.WriteAllText(approved, text);
            test();
        }
        finally
        {
            File.Delete(approved);
            File.Delete(Path.Combine(Folder(), $"test-{name}.received.txt"));
        }
    }
}
