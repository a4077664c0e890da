using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// A study's name becomes a folder, a job's name and a line of a script: what cannot be one is refused when the file is read.
/// </summary>
public sealed class StudyNameTests : IDisposable
{
    private const string Study =
        """
        study: decay
        kind: low-gradient
        question: Which?
        base: {iterations: 20, transition: 10, optimizer: sgd, regularization: none}
        seeds: 1
        profiles: {standard: {}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("\"a\\ntouch pwned; true\"")]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("two words")]
    [InlineData("naïve")]
    public void A_studys_name_is_run_as_a_command(string name)
    {
        Assert.Contains("study: decay", Study, StringComparison.Ordinal);
        Refused(
            Study.Replace("study: decay", $"study: {name}", StringComparison.Ordinal),
            "study.yaml:1:8: study: expected a name of letters, digits");
    }

    [Fact]
    public void A_NUL_in_a_name_is_refused_as_in_any_text() => Refused(
        Study.Replace("study: decay", "study: \"nul\\0\"", StringComparison.Ordinal),
        "study.yaml:1:8: expected text without control characters");

    [Fact]
    public void A_name_of_more_than_a_hundred_characters_is_refused()
    {
        Refused(
            Study.Replace("decay", new string('a', 101), StringComparison.Ordinal),
            "study.yaml:1:8: study: expected a name of letters, digits");
        Assert.True(StudyName.IsValid(new string('a', 100)));
    }

    [Fact]
    public void A_profile_is_named_like_a_study()
    {
        Assert.Contains("standard: {}", Study, StringComparison.Ordinal);
        Refused(
            Study.Replace("standard: {}", "standard: {}, ../up: {}", StringComparison.Ordinal),
            "study.yaml:6:33: profile: expected a name of letters, digits, '.', '-' and '_', a letter or digit first, at most 100 "
                + "characters, found '../up'");
    }

    private void Refused(string text, string message)
    {
        _workspace.Write("study.yaml", text);
        foreach (var command in new[] { "run", "collect", "status", "submit" })
        {
            string[] more = command == "submit" ? ["--slurm"] : [];
            var outcome = _workspace.Run([command, "@study.yaml", "--out", "@runs", .. more]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.StartsWith($"optdyn: {message}", outcome.Errors, StringComparison.Ordinal);
            Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        }

        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }
}
