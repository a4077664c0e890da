using OptimizerDynamics.Checkpoints;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn export</c>: networks that were trained here, for other programs.</summary>
public sealed class ExportCommandTests : IDisposable
{
    /// <summary>The decay makes all γ so small that each feature is inactive by γ.</summary>
    private static readonly string[] _train =
    [
        "train", "--data", "objects-clean", "--size", "16", "--classes", "2", "--images", "40", "--test-images", "20", "--width", "0.0625",
        "--batch-size", "10", "--iterations", "40", "--lr", "1e-5", "--weight-decay", "0.3", "--out", "@runs",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private string Record => Directory.GetFiles(_workspace.PathOf("runs/train"), "*.json").Single();

    [Fact]
    public void A_network_that_was_kept_is_written_whole_and_pruned()
    {
        Assert.Equal(0, _workspace.Run([.. _train, "--keep-network"]).ExitCode);
        var whole = Export("--format", "safetensors", "--out", "@whole.safetensors");
        var pruned = Export("--prune", "scale", "--out", "@pruned.safetensors");
        Export("--prune", "activation", "--format", "onnx", "--out", "@small.onnx");

        var (all, fewer) = (Sizes("whole.safetensors"), Sizes("pruned.safetensors"));
        Assert.Contains(": BasicNet (", whole.Output, StringComparison.Ordinal);
        Assert.Contains(" of ", pruned.Output, StringComparison.Ordinal);
        Assert.Equal(all.Keys, fewer.Keys);
        Assert.Equal((4, 8), (all["features.0.weight"][0], all["features.3.weight"][0]));
        Assert.Equal((1, 1, 1), (fewer["features.0.weight"][0], fewer["features.3.weight"][0], fewer["features.3.weight"][1]));
        Assert.True(_workspace.Has("small.onnx"));
        using var record = CheckpointFile.Open(_workspace.PathOf("whole.safetensors"));
        var layer = TrainingResultJson.Of(TrialRecord.FromJson(File.ReadAllText(Record))).Layers[0];
        Assert.Equal(
            layer.Scale, record.Content.Tensors.Single(tensor => tensor.Name == "features.1.weight").Data.ToArray(),
            (expected, found) => Math.Abs(expected - found) <= 1e-5 * Math.Abs(expected)); // records have six digits
    }

    [Fact]
    public void A_record_alone_has_no_network_and_keeping_one_trains_it_again()
    {
        Assert.Equal(0, _workspace.Run(_train).ExitCode);
        var refused = _workspace.Run("export", Record, "--out", "@model.safetensors");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("only the digest of the network's parameters", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--keep-network", refused.Errors, StringComparison.Ordinal);

        Assert.DoesNotContain("trained before", _workspace.Run([.. _train, "--keep-network"]).Output, StringComparison.Ordinal);
        Assert.Contains("trained before", _workspace.Run([.. _train, "--keep-network"]).Output, StringComparison.Ordinal);
        Export("--format", "onnx", "--out", "@model.onnx");
    }

    [Fact]
    public void Numbers_that_are_not_those_of_the_record_are_refused()
    {
        Assert.Equal(0, _workspace.Run([.. _train, "--keep-network"]).ExitCode);
        var kept = Path.ChangeExtension(Record, RunStore.TrainedExtension);
        var record = File.ReadAllText(Record);
        var digest = TrainingResultJson.Of(TrialRecord.FromJson(record)).Digest!;
        Refused("is what is exported", Record, "--out", Record);
        Refused("--out: there is no folder ", Record, "--out", "@none/model.onnx");
        File.WriteAllText(Record, record.Replace(digest, new string('0', 64), StringComparison.Ordinal));

        Refused("their digests differ", kept, "--out", "@model.onnx");
        Refused("their digests differ", Record, "--out", "@model.onnx");
        File.Delete(Record);
        Refused("no record beside it", kept, "--prune", "activation", "--out", "@model.onnx");
        Refused("no record beside it", kept, "--prune", "random 0.5", "--out", "@model.onnx");
        Refused("unknown criterion 'scales'", kept, "--prune", "scales", "--out", "@model.onnx");
        Refused("smallest-scale: expected a share of the features in [0, 1)", kept, "--prune", "smallest-scale 1", "--out", "@model.onnx");
        Refused("one criterion with one amount", kept, "--prune", "filter-norm 0.1 0.5", "--out", "@model.onnx");
        Assert.Equal(0, _workspace.Run("export", kept, "--prune", "filter-norm 0.5", "--out", "@half.safetensors").ExitCode);
        Refused("is what is exported", kept, "--out", kept);
        Assert.Equal(0, _workspace.Run("export", kept, "--prune", "scale", "--out", "@model.safetensors").ExitCode);
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..^100]);
        Refused("cut off or damaged", kept, "--out", "@model.onnx");
        Assert.False(_workspace.Has("model.onnx"));
    }

    [Theory]
    [InlineData("none.json", null, "no such file")]
    [InlineData("a.json", "{}", "expected the record of a trial")]
    [InlineData("a.pt", "\u0080\u0002.", "expected a checkpoint of optdyn")]
    [InlineData("a.checkpoint", "", "expected a checkpoint of optdyn")]
    public void What_is_no_network_is_refused(string name, string? content, string problem)
    {
        if (content is not null)
            _workspace.Write(name, content);

        Refused(problem, _workspace.PathOf(name), "--out", "@model.onnx");
    }

    private Workspace.Outcome Export(params string[] words)
    {
        var outcome = _workspace.Run(["export", Record, .. words]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        return outcome;
    }

    private void Refused(string problem, params string[] words)
    {
        var outcome = _workspace.Run(["export", .. words]);
        Assert.Contains(problem, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(2, outcome.ExitCode);
    }

    private Dictionary<string, long[]> Sizes(string name)
    {
        using var file = CheckpointFile.Open(_workspace.PathOf(name));
        return file.Content.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Data.Shape.ToArray());
    }
}
