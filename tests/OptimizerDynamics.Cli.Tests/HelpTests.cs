using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Help on two levels, and completion by the shell.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_overview_has_a_line_of_each_command_and_the_commands_have_the_rest()
    {
        var overview = _workspace.Run("--help").Output.ReplaceLineEndings("\n");
        var commands = overview[overview.IndexOf("Commands:\n", StringComparison.Ordinal)..].TrimEnd().Split('\n')[1..];

        Assert.All(commands, line => Assert.Matches(@"^  [a-z]+ (<[a-z]+>)? +[A-Z].+\.$", line));
        Assert.Contains(
            commands,
            line => line.Contains("  Run a study: every trial that has no record yet, and then its report.", StringComparison.Ordinal));
        Assert.DoesNotContain("optdyn run low-gradient", overview, StringComparison.Ordinal);
        Assert.Contains("optdyn run low-gradient", _workspace.Run("run", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("data fetch")]
    public void Help_of_a_command_is_what_the_command_says(string command)
    {
        var words = command.Split(' ');

        Assert.Equal(_workspace.Run([.. words, "--help"]), _workspace.Run(["help", .. words]));
    }

    [Fact]
    public void Help_alone_is_the_overview_and_an_unknown_command_is_refused()
    {
        Assert.Equal(_workspace.Run("--help"), _workspace.Run("help"));
        _workspace.Run("help", "rum").IsRefused("unknown word 'rum'; the nearest valid one is 'run' (see 'optdyn --help')");
    }

    [Theory]
    [InlineData("optdyn re", "report reproduce")]
    [InlineData("optdyn run low-g", "low-gradient low-gradient-claim")]
    [InlineData("optdyn run low-gradient --prof", "--profile")]
    [InlineData("optdyn completion f", "fish")]
    public void A_line_that_is_being_typed_is_completed(string line, string expected)
    {
        var words = _workspace.Run($"[suggest:{line.Length}]", line);

        Assert.Equal((0, expected), (words.ExitCode, string.Join(' ', words.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))));
    }

    /// <summary>The script, in the shell that it is for.</summary>
    [Fact]
    public void Bash_completes_with_the_script()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var script = _workspace.Write("completion.bash", _workspace.Run("completion", "bash").Output);
        var program = _workspace.Write(
            "optdyn", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "optdyn.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var bash = ChildProcess.Succeed(
            "", [], "bash", "-c",
            "PATH=$1:$PATH; . \"$2\"; COMP_LINE='optdyn run leaky'; COMP_POINT=16; COMP_WORDS=(optdyn run leaky); COMP_CWORD=2; "
                + "_optdyn; echo \"${COMPREPLY[*]}\"; complete -p optdyn",
            "-", _workspace.PathOf("."), script);

        Assert.Equal("leaky-relu\ncomplete -o default -F _optdyn optdyn\n", bash);
    }

    [Fact]
    public void A_shell_without_a_script_is_refused() => _workspace.Run("completion", "tcsh").IsRefused(
        "shell: expected one of bash, zsh, fish, pwsh, found 'tcsh' (see 'optdyn completion --help')");
}
