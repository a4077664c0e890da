using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Whatever arguments there are, and whatever a command ends with: one line, an exit code, and an end.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>It printed without limit in a terminal of two to four columns.</summary>
    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    public void Help_ends_in_a_terminal_of_any_width(string line)
    {
        string HelpIn(int columns)
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            Assert.Equal(0, CommandLine.Run(
                Composition.Commands(new CommandContext(Registry.Standard, output, output)), line.Split(' '), output, output, columns));
            return output.ToString();
        }

        var narrowest = HelpIn(40);

        Assert.All([0, 1, 2, 3, 4, 5, 39], columns => Assert.Equal(narrowest, HelpIn(columns)));
        Assert.NotEqual(narrowest, HelpIn(80));
        Assert.All(narrowest.ReplaceLineEndings("\n").Split('\n'), text => Assert.InRange(text.Length, 0, 200));
    }

    [Fact]
    public void An_exception_that_nobody_expected_is_one_line()
    {
        var (exitCode, errors) = Throwing(() => throw new InvalidOperationException("first\nsecond \u001B[31mred"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "optdyn: an unexpected InvalidOperationException: first second ␛[31mred (this is a fault of optdyn; with --debug it says "
                + "where)\n",
            errors);
    }

    [Fact]
    public void With_debug_the_line_is_followed_by_the_trace()
    {
        var (exitCode, errors) = Throwing(() => throw new InvalidOperationException("broken"), "--debug");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("optdyn: an unexpected InvalidOperationException: broken", errors);
        Assert.Contains($"at {typeof(CommandLineTests).FullName}.", errors);
    }

    [Fact]
    public void What_fails_in_parallel_is_its_first_failure()
    {
        var (exitCode, errors) = Throwing(() =>
            throw new AggregateException(new AggregateException(new InputException("file:1:2: wrong")), new IOException("full")));

        Assert.Equal((2, "optdyn: file:1:2: wrong\n"), (exitCode, errors));
    }

    [Fact]
    public void Failures_outside_of_the_input_end_with_1_and_an_interruption_with_130()
    {
        Assert.Equal((1, "optdyn: disk full\n"), Throwing(() => throw new IOException("disk full")));
        Assert.Equal((1, "optdyn: not yours\n"), Throwing(() => throw new UnauthorizedAccessException("not yours")));
        Assert.Equal((1, "optdyn: no such program\n"), Throwing(() => throw new Win32Exception(2, "no such program")));
        Assert.Equal((1, "optdyn: libtorch: out of memory\n"), Throwing(() => throw new LibtorchException("out of memory\nat kernel.cpp")));
        Assert.Equal((130, "optdyn: stopped\n"), Throwing(() => throw new OperationCanceledException("stopped")));
    }

    [Theory]
    [InlineData("report --to |", "--to: expected a folder, found nothing (see 'optdyn report --help')")]
    [InlineData("report --to=", "Required argument missing for option: '--to'. (see 'optdyn report --help')")]
    [InlineData("report --to | ", "--to: expected a folder, found white space (see 'optdyn report --help')")]
    [InlineData("run low-gradient --out |", "--out: expected a folder, found nothing (see 'optdyn run --help')")]
    [InlineData("run low-gradient --reports |", "--reports: expected a folder, found nothing (see 'optdyn run --help')")]
    [InlineData("run |", "study: expected a value, found nothing (see 'optdyn run --help')")]
    [InlineData("reproduce --out |", "--out: expected a folder, found nothing (see 'optdyn reproduce --help')")]
    [InlineData("train --out |", "--out: expected a folder, found nothing (see 'optdyn train --help')")]
    [InlineData("train --data |", "--data: expected a value, found nothing (see 'optdyn train --help')")]
    [InlineData("trial --study x --specification |", "--specification: expected a file name, found nothing (see 'optdyn trial --help')")]
    [InlineData("data fetch cifar-10 --to |", "--to: expected a folder, found nothing (see 'optdyn data fetch --help')")]
    [InlineData("data verify |", "set: expected a value, found nothing (see 'optdyn data verify --help')")]
    [InlineData("data render --out |", "--out: expected a file name, found nothing (see 'optdyn data render --help')")]
    public void An_empty_value_is_refused_by_name(string line, string message) => _workspace.Run(Words(line)).IsRefused(message);

    [Theory]
    [InlineData("report --to a\0b",
        "--to: expected a folder without control characters, found U+0000 in 'a␀b' (see 'optdyn report --help')")]
    [InlineData("train --out a\u001Bb",
        "--out: expected a folder without control characters, found U+001B in 'a␛b' (see 'optdyn train --help')")]
    [InlineData("run a\0", "study: expected a value without control characters, found U+0000 in 'a␀' (see 'optdyn run --help')")]
    [InlineData("run a\u007F", "study: expected a value without control characters, found U+007F in 'a␡' (see 'optdyn run --help')")]
    [InlineData("data render --out a\0",
        "--out: expected a file name without control characters, found U+0000 in 'a␀' (see 'optdyn data render --help')")]
    [InlineData("tr\0ace", "unknown word 'tr␀ace'; the nearest valid one is 'trace' (see 'optdyn --help')")]
    public void Control_characters_in_arguments_are_refused_by_name_and_not_sent_to_the_terminal(string line, string message) =>
        _workspace.Run(Words(line)).IsRefused(message);

    [Theory]
    [InlineData("run low-gradient --jobs 4097", "--jobs: expected an integer from 1 to 4,096, found '4097' (see 'optdyn run --help')")]
    [InlineData("run low-gradient --pack 5000", "--pack: expected an integer from 1 to 4,096, found '5000' (see 'optdyn run --help')")]
    [InlineData("train --size 5000", "--size: expected an integer from 0 to 4,096, found '5000' (see 'optdyn train --help')")]
    [InlineData("train --size 99999999999999999999",
        "--size: expected an integer from 0 to 4,096, found '99999999999999999999' (see 'optdyn train --help')")]
    [InlineData("train --seed -1", "--seed: expected an integer of at least 0, found '-1' (see 'optdyn train --help')")]
    public void Integers_outside_their_range_are_refused_and_not_moved_to_its_end(string line, string message) =>
        _workspace.Run(line.Split(' ')).IsRefused(message);

    [Theory]
    [InlineData("run low-gradient --jobs")]
    [InlineData("reproduce --jobs")]
    [InlineData("verify low-gradient --jobs")]
    [InlineData("train --threads")]
    public void More_jobs_or_threads_than_processors_are_refused(string line)
    {
        var (words, processors) = (line.Split(' '), Environment.ProcessorCount);
        _workspace.Run([.. words, $"{processors + 1}"]).IsRefused(
            $"{words[^1]}: expected at most {processors}, the number of processors here, found {processors + 1} "
                + $"(--oversubscribe permits it) (see 'optdyn {words[0]} --help')");
    }

    [Theory]
    [InlineData("report")]
    [InlineData("report --check")]
    [InlineData("report --html")]
    public void A_folder_without_records_has_no_report(string line)
    {
        _workspace.Run(line.Split(' ')).IsRefused(
            "there are no records to report on in 'reports': expected reports/NAME/records.jsonl; run a study first");
        Assert.False(Directory.Exists(_workspace.PathOf("reports")));
    }

    [Fact]
    public void A_full_standard_error_leaves_the_exit_code()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new FullWriter();

        Assert.Equal(2, Composition.Run(["nonsense"], output, errors));
    }

    /// <summary>The words between spaces; <c>|</c> is an empty one, or, with a space after it, one of white space.</summary>
    private static string[] Words(string line) =>
        line.EndsWith("| ", StringComparison.Ordinal)
            ? [.. line[..^3].Split(' '), " "]
            : Array.ConvertAll(line.Split(' '), word => word == "|" ? "" : word);

    private static (int ExitCode, string Errors) Throwing(Action action, params string[] more)
    {
        var command = new Command("fail");
        command.SetAction(_ => action());
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = CommandLine.Run(new RootCommand { command }, ["fail", .. more], output, errors);
        return (exitCode, errors.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Of the kind that TorchSharp throws.</summary>
    private sealed class LibtorchException(string message) : ExternalException(message);

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
