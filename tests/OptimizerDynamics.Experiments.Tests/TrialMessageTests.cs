namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Lines of JSON between processes.</summary>
public sealed class TrialMessageTests
{
    public static TheoryData<TrialMessage, string> Messages => new()
    {
        {
            new ProgressMessage(new RunProgress(new TrialSteps(40, 60), "loss 0.100, 12.0 % of γ below 1e-3")),
            """{"progress":{"done":40,"total":60,"note":"loss 0.100, 12.0 % of γ below 1e-3"}}"""
        },
        { new StoppedMessage(new TrialSteps(40, 60)), """{"stopped":{"done":40,"total":60}}""" },
        { new RecordMessage("0123456789abcdef", TrialStatus.Diverged), """{"record":{"trial":"0123456789abcdef","status":"diverged"}}""" },
        { new BusyMessage("0123456789abcdef"), """{"busy":{"trial":"0123456789abcdef"}}""" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_a_line_and_reads_back(TrialMessage message, string line)
    {
        Assert.Equal(line, message.ToJson());
        Assert.Equal(message, TrialMessage.Parse(line));
    }

    [Fact]
    public void A_note_stays_on_its_line()
    {
        var message = new ProgressMessage(new RunProgress(new TrialSteps(1, 2), "a\n{\"stopped\":{}}\t\u2028"));
        Assert.DoesNotContain('\n', message.ToJson());
        Assert.Equal(message, TrialMessage.Parse(message.ToJson()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("optdyn: stopped after 40 of 60 iterations")]
    [InlineData("progress\t40\t60\t")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"progress":{"done":40}}""")]
    [InlineData("""{"progress":{"done":"x","total":60}}""")]
    [InlineData("""{"progress":{"done":1.5,"total":60}}""")]
    [InlineData("""{"progress":40}""")]
    [InlineData("""{"record":{"trial":"x","status":"asleep"}}""")]
    [InlineData("""{"record":{"trial":1,"status":"failed"}}""")]
    [InlineData("""{"other":{"done":40,"total":60}}""")]
    [InlineData("""{"stopped":{"done":1,"total":2},"progress":{"done":1,"total":2}}""")]
    [InlineData("""{"stopped":{"done":1,"done":1,"total":2}}""")]
    [InlineData("""{"progress":{"done":40,"total":60,"note":"\u0000"}}""")]
    [InlineData("""{"progress":{"done":40,"total":60,"note":"\u001b[2J"}}""")]
    [InlineData("""{"record":{"trial":"0123456789abcde\b","status":"completed"}}""")]
    [InlineData("""{"record":{"trial":"x","status":"1"}}""")]
    public void Text_of_others_is_no_message(string? line) => Assert.Null(TrialMessage.Parse(line));
}
