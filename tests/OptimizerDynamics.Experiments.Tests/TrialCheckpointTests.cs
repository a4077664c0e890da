using System.Text;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Checkpoints: whole or not there, and of one trial.</summary>
public sealed class TrialCheckpointTests : IDisposable
{
    private const string Trial = "0123456789abcdef", Other = "fedcba9876543210";

    private readonly TestFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_reads_back_with_the_one_before_behind_it()
    {
        var checkpoint = Of(Trial);
        Assert.Null(checkpoint.Steps);
        Write(checkpoint, 20, "first\nwith a line");
        Write(checkpoint, 40, "second");
        Assert.Equal(new TrialSteps(40, 60), checkpoint.Steps);
        Assert.Equal(["second", "first\nwith a line"], Read(checkpoint));
        Assert.Equal(["x.checkpoint", "x.checkpoint.previous"], _folder.Files);
        checkpoint.Delete();
        Assert.Empty(_folder.Files);
        Assert.Empty(_notices);
    }

    [Fact]
    public void A_checkpoint_of_another_trial_is_refused_in_words()
    {
        Write(Of(Other), 20, "of the other");
        Assert.Null(Of(Trial).Steps);
        Assert.Empty(Read(Of(Trial)));
        Assert.Equal(
            $"{_folder.PathOf("x.checkpoint")}: the checkpoint belongs to the trial {Other}, and not to {Trial}; the training begins anew",
            Assert.Single(_notices));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_is_used()
    {
        Write(Of(Trial), 20, "first");
        Write(Of(Trial), 40, "second");
        var bytes = File.ReadAllBytes(_folder.PathOf("x.checkpoint"));
        for (var length = 0; length < bytes.Length; length++)
        {
            _notices.Clear();
            File.WriteAllBytes(_folder.PathOf("x.checkpoint"), bytes[..length]);
            Assert.Equal(["first"], Read(Of(Trial)));
            Assert.EndsWith(
                "x.checkpoint: the checkpoint is cut off or damaged; the one before it is used", Assert.Single(_notices),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_process_that_is_killed_between_its_moves_leaves_the_checkpoint_before()
    {
        Write(Of(Trial), 20, "first");
        File.Move(_folder.PathOf("x.checkpoint"), _folder.PathOf("x.checkpoint.previous"));
        Assert.Equal(new TrialSteps(20, 60), Of(Trial).Steps);
        Assert.Equal(["first"], Read(Of(Trial)));
    }

    [Fact]
    public void What_fails_while_it_is_written_leaves_the_checkpoint_as_it_was()
    {
        Write(Of(Trial), 20, "first");
        Assert.Throws<IOException>(() => Of(Trial).Write(new TrialSteps(40, 60), _ => throw new IOException("full")));
        Assert.Equal(["x.checkpoint"], _folder.Files);
        Assert.Equal(["first"], Read(Of(Trial)));
    }

    private TrialCheckpoint Of(string trial) => new(_folder.PathOf("x.checkpoint"), trial);

    private static void Write(TrialCheckpoint checkpoint, long done, string content) =>
        checkpoint.Write(new TrialSteps(done, 60), stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    private List<string> Read(TrialCheckpoint checkpoint) =>
        [.. checkpoint.Read(_notices).Select(stream => new StreamReader(stream).ReadToEnd())];
}
