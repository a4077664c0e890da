using System.Diagnostics;

namespace OptimizerDynamics.Hypotheses;

/// <summary>A fact that needs the history of the project's own repository: skipped where there is no git, or a shallow clone.</summary>
public sealed class FactWithHistoryAttribute : FactAttribute
{
    public FactWithHistoryAttribute()
    {
        if (!GitHistory.IsWhole)
            Skip = "It needs git and a clone with the whole history.";
    }
}

/// <summary>The history of the project's own repository.</summary>
internal static class GitHistory
{
    private static readonly string? _root = Root();

    /// <summary>Whether the tests run in a clone with the whole history.</summary>
    public static bool IsWhole => _root is not null && Run("rev-parse", "--is-shallow-repository") is (0, "false\n");

    /// <summary>A file as a commit has it.</summary>
    /// <exception cref="InvalidOperationException">There is no such commit, or no such file in it.</exception>
    public static string Show(string commit, string path) => Run("show", $"{commit}:{path}") is (0, var text)
        ? text : throw new InvalidOperationException($"{commit} has no file {path}.");

    /// <summary>Whether a commit came before another.</summary>
    public static bool IsAncestor(string commit, string other) => Run("merge-base", "--is-ancestor", commit, other).ExitCode == 0;

    private static (int ExitCode, string Output) Run(params string[] words)
    {
        var start = new ProcessStartInfo("git", words)
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        try
        {
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd();
            errors.Wait();
            git.WaitForExit();
            return (git.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")) && File.Exists(Path.Combine(folder.FullName, "OptimizerDynamics.sln")))
                return folder.FullName;
        }

        return null;
    }
}
