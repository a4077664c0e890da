namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Control characters that stand in JSON as escapes are refused where they are read, as raw ones are.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\\u0000", "U+0000")]
    [InlineData("\\u001B", "U+001B")]
    [InlineData("\\u009f", "U+009F")]
    [InlineData("\\b", "U+0008")]
    public void In_records_they_are_refused_by_file_and_line(string escape, string character)
    {
        var (good, bad) = (Record(null).ToJson(), Record("why").ToJson().Replace("\"why\"", $"\"why{escape}\"", StringComparison.Ordinal));
        var path = _folder.Write("records.jsonl", $"{good}\n{bad}\n");
        var column = bad.IndexOf('\\', StringComparison.Ordinal) + 1;
        Assert.Equal(
            $"{path}:2: expected the record of a trial: column {column}: expected text without control characters, found {character}",
            Assert.Throws<InputException>(() => RunStore.ReadLines(path)).Message);
    }

    [Theory]
    [InlineData("\\\\u0000")]
    [InlineData("\\n")]
    [InlineData("\\t")]
    [InlineData("\\u03bb")]
    public void Other_escapes_are_read(string escape)
    {
        var line = Record("why").ToJson().Replace("\"why\"", $"\"why{escape}\"", StringComparison.Ordinal);
        Assert.StartsWith("why", TrialRecord.FromJson(line).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_failed_process_said_is_recorded_without_them()
    {
        var record = TrialRecord.FromJson(Record("a\u001b[31mred\u0000").ToJson());
        Assert.Equal("a\uFFFD[31mred\uFFFD", record.Reason);
    }

    [Fact]
    public void In_a_specification_they_are_refused() => Assert.Throws<ArgumentException>(
        () => new TrialSpecification("training", [KeyValuePair.Create("data", (object)"a\0")]));

    [Fact]
    public void In_the_first_line_of_a_checkpoint_they_are_named()
    {
        var file = new TrialCheckpoint(_folder.PathOf("x.checkpoint"), "a\0");
        file.Write(new TrialSteps(1, 2), stream => stream.Write("content"u8));
        var notices = new List<string>();
        Assert.Empty(file.Read(notices));
        Assert.EndsWith(
            "the checkpoint cannot be used: line 1, column 27: expected text without control characters, found U+0000; the training begins "
            + "anew",
            Assert.Single(notices), StringComparison.Ordinal);
        Assert.Null(file.Steps);
    }

    private static TrialRecord Record(string? reason) => new(
        "decay", new TrialSpecification("low-gradient", [KeyValuePair.Create("seed", (object)(reason?.Length ?? 0))]),
        RunEnvironment.Of(typeof(ControlCharacterTests).Assembly), DateTime.UnixEpoch, 1,
        reason is null ? TrialStatus.Completed : TrialStatus.Failed, reason, []);
}
