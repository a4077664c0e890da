using System.Text.Json;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>The command on this machine: in this process, and as the built program.</summary>
public sealed class DoctorRunTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void All_is_well_here()
    {
        var outcome = _workspace.Run("doctor");

        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        Assert.EndsWith("\nAll is well.\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  cpu               ok: largest error ", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_of_this_machine()
    {
        var outcome = _workspace.Run("doctor", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        var (root, libtorch) = (json.RootElement, json.RootElement.GetProperty("libtorch"));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(Environment.ProcessorCount, root.GetProperty("threads").GetProperty("processorCount").GetInt32());
        Assert.Equal(Environment.Version.ToString(), root.GetProperty("program").GetProperty("dotnetVersion").GetString());
        Assert.NotEmpty(Directory.GetFiles(libtorch.GetProperty("directory").GetString()!, "*torch_cpu*"));
        Assert.InRange(root.GetProperty("threads").GetProperty("intraOp").GetInt32(), 1, int.MaxValue);
        Assert.InRange(root.GetProperty("devices").GetProperty("cpu").GetProperty("totalMemory").GetInt64(), 1L << 28, long.MaxValue);
        Assert.Equal(
            Examination.Variables.Where(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))),
            root.GetProperty("variables").EnumerateObject().Select(variable => variable.Name));
        if (OperatingSystem.IsLinux())
            Assert.True(File.Exists(root.GetProperty("libStdCxx").GetProperty("path").GetString()));
    }

    [Fact]
    public void Without_libtorch_the_program_says_what_to_do()
    {
        var (exitCode, output, errors) = RunProgram(_workspace.PathOf("no-such-folder"), "doctor");

        var words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Contains("Problem: The environment variable OPTDYN_LIBTORCH names", words, StringComparison.Ordinal);
        Assert.Contains("no-such-folder', which is not a folder.", words, StringComparison.Ordinal);
        Assert.Matches("Remedy: (Unset|Set) OPTDYN_LIBTORCH", words);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_libtorch_json_is_still_json()
    {
        var folder = _workspace.PathOf("no-such-folder");

        var (exitCode, output, errors) = RunProgram(folder, "doctor", "--json");

        using var json = JsonDocument.Parse(output);
        var problem = Assert.Single(json.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Contains(folder, problem.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.False(json.RootElement.GetProperty("libtorch").GetProperty("loaded").GetBoolean());
        Assert.Equal(folder, json.RootElement.GetProperty("variables").GetProperty("OPTDYN_LIBTORCH").GetString());
    }

    [Fact]
    public void Commands_that_need_no_libtorch_do_not_ask_for_one()
    {
        var (exitCode, output, errors) = RunProgram(_workspace.PathOf("no-such-folder"), "optimizers");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("adam", output, StringComparison.Ordinal);
    }

    /// <summary>Runs the program that was built with this test, with <c>OPTDYN_LIBTORCH</c> naming a folder.</summary>
    private Workspace.Outcome RunProgram(string libtorch, params string[] words) => Workspace.Process(
        _workspace.PathOf(""), [new("OPTDYN_LIBTORCH", libtorch), new("OPTDYN_LIBTORCH_VERSION", null)], words);
}
