namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// .NET's number parsers pass over trailing NULs: a row that a crash cut off, <c>0.06\0\0\0</c> for 0.0625, was read as 0.06.
/// </summary>
public sealed class ControlCharacterTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("1,2\n3,0.06\0\0\0\n", "g.csv:2:7: expected text without control characters, found U+0000")]
    [InlineData("1,2\n3,4\n\0\0\0\0", "g.csv:3:1: expected text without control characters, found U+0000")]
    [InlineData("1,\u001b[31m2\n", "g.csv:1:3: expected text without control characters, found U+001B")]
    public void NUL_bytes_in_a_CSV_file_are_refused(string gradients, string message) =>
        _workspace.With("optimizer: adam\n", gradients).Trace().IsRefused(message);

    [Theory]
    [InlineData("optimizer: adam\nl2: 0.\0\n", "opt.yaml:2:7: expected text without control characters, found U+0000")]
    [InlineData("optimizer: adam\n# \u0007\n", "opt.yaml:2:3: expected text without control characters, found U+0007")]
    [InlineData("optimizer: \"adam\\0\"\n", "opt.yaml:1:12: expected text without control characters, found U+0000")]
    [InlineData("optimizer: adam\n\"l2\\e\": 1\n", "opt.yaml:2:1: expected text without control characters, found U+001B")]
    [InlineData("\0", "opt.yaml:1:1: expected text without control characters, found U+0000")]
    public void NUL_bytes_in_a_settings_file_are_refused(string settings, string message) =>
        _workspace.With(settings).Trace().IsRefused(message);

    [Fact]
    public void NUL_bytes_in_records_are_refused()
    {
        var path = _workspace.Write("records.jsonl", "{}\0\n");

        var error =
            Assert.Throws<OptimizerDynamics.Experiments.InputException>(() => OptimizerDynamics.Experiments.RunStore.ReadLines(path));
        Assert.EndsWith(
            "records.jsonl:1:3: expected text without control characters, found U+0000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NUL_bytes_in_an_option_are_refused() =>
        Assert.Equal(2, _workspace.With("optimizer: adam\n").Trace("--run-length", "8\0").ExitCode);

    [Fact]
    public void Tabs_and_Windows_line_ends_are_text() =>
        Assert.Equal(0, _workspace.With("optimizer: adam\t# so\r\nl2: 0.1\r\n", "1,\t2\r\n3,4\r\n", "1,1\r\n").Trace().ExitCode);
}
