using System.Text.Json.Nodes;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Files that PyTorch wrote hold what PyTorch says is in them.</summary>
public sealed class RealFileTests
{
    public static TheoryData<string> Readable => [.. Fixture.Readable];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Every_tensor_is_read_with_its_name_type_shape_and_numbers(string name)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf(name));
        var expected = Fixture.Expected(name);

        Assert.Equal(expected.Select(tensor => tensor.Name), file.Content.Tensors.Select(tensor => tensor.Name));
        foreach (var (tensor, found) in expected.Zip(file.Content.Tensors, (tensor, named) => (tensor, named.Data)))
        {
            Assert.Equal(tensor.Type, "torch." + found.ElementType.ToString().ToLowerInvariant());
            Assert.Equal(tensor.Shape, found.Shape);
            Assert.Equal(tensor.Elements, found.ToArray());
        }
    }

    [Theory]
    [InlineData("types-zip")]
    [InlineData("views-zip")]
    [InlineData("views-legacy")]
    public void Elements_are_the_same_whatever_part_is_read(string name)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf(name));
        foreach (var (tensor, found) in Fixture.Expected(name).Zip(file.Content.Tensors, (tensor, named) => (tensor, named.Data)))
        {
            for (var start = 0; start <= tensor.Elements.Length; start++)
            {
                var part = new double[(tensor.Elements.Length - start + 1) / 2];
                found.Read(start, part);
                Assert.Equal(tensor.Elements.Skip(start).Take(part.Length), part);
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => found.Read(1, new double[tensor.Elements.Length]));
            Assert.Throws<ArgumentOutOfRangeException>(() => found.Read(-1, []));
        }
    }

    [Theory]
    [InlineData("adam", "exp_avg", "exp_avg_sq")]
    [InlineData("adamw", "exp_avg", "exp_avg_sq")]
    [InlineData("amsgrad", "exp_avg_sq", "max_exp_avg_sq")]
    [InlineData("sgd", "momentum_buffer")]
    public void The_state_of_an_optimizer_stands_in_the_tree(string name, params string[] slots)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf($"optimizer-{name}"));
        var optimizer = Assert.IsType<CheckpointValue.Map>(((CheckpointValue.Map)file.Content.Root!).Find("optimizer_state_dict"));
        var state = Assert.IsType<CheckpointValue.Map>(optimizer.Find("state"));
        var groups = Assert.IsType<CheckpointValue.Sequence>(optimizer.Find("param_groups"));
        var expected = (JsonObject)Fixture.Json($"optimizer-{name}.state");

        Assert.Equal("model_state_dict", file.Content.Source);
        Assert.Equal(
            expected.Select(entry => entry.Key), state.Entries.Select(entry => $"{((CheckpointValue.WholeNumber)entry.Key).Value}"));
        foreach (var ((_, numbers), (_, value)) in expected.Zip(state.Entries))
        {
            foreach (var slot in slots)
                Assert.Equal(
                    numbers![slot]!.AsArray().Select(element => ExpectedTensor.NumberOf(element!)),
                    Assert.IsType<CheckpointValue.Tensor>(((CheckpointValue.Map)value).Find(slot)).Data.ToArray());
        }

        Assert.Equal(new CheckpointValue.Real(0.01), ((CheckpointValue.Map)Assert.Single(groups.Items)).Find("lr"));
    }

    [Theory]
    [InlineData("wrapped-ema", "state_dict", "state_dict_ema")]
    [InlineData("wrapped-nested", "model.state_dict", null)]
    [InlineData("prefix-module", "net", "'module.'")]
    [InlineData("prefix-averaged", null, "'module.'")]
    [InlineData("lightning", "state_dict", "'model.'")]
    [InlineData("prefix-model", null, null)]
    [InlineData("sharded", null, null)]
    public void It_is_said_what_was_read_and_what_was_not(string name, string? source, string? note)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf(name));

        Assert.Equal(source, file.Content.Source);
        if (note is null)
            Assert.Empty(file.Content.Notes);
        else
            Assert.Contains(note, Assert.Single(file.Content.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bystanders-2")]
    [InlineData("bystanders-4")]
    public void What_stands_beside_the_tensors_is_plain_data_or_skipped(string name)
    {
        using var file = CheckpointFile.Open(Fixture.PathOf(name));
        var root = (CheckpointValue.Map)file.Content.Root!;

        Assert.Equal(new CheckpointValue.Opaque("argparse.Namespace"), root.Find("args"));
        Assert.Equal(new CheckpointValue.Real(0.75), root.Find("best"));
        Assert.Equal(new CheckpointValue.WholeNumber(-3), root.Find("count"));
        Assert.IsAssignableFrom<CheckpointValue.Opaque>(root.Find("history"));
        Assert.IsAssignableFrom<CheckpointValue.Opaque>(root.Find("dtype"));
        Assert.Equal("int", Assert.IsAssignableFrom<CheckpointValue.Opaque>(root.Find("large")).What);
        Assert.Equal(
            [new CheckpointValue.WholeNumber(2), new CheckpointValue.WholeNumber(3)], ((CheckpointValue.Sequence)root.Find("size")!).Items);
        Assert.Equal(2, ((CheckpointValue.Sequence)((CheckpointValue.Sequence)root.Find("sets")!).Items[0]).Items.Count);
        Assert.Equal(new CheckpointValue.WholeNumber(2), ((CheckpointValue.Map)root.Find("counts")!).Find("a"));
        Assert.Single(((CheckpointValue.Sequence)((CheckpointValue.Map)root.Find("defaults")!).Find("a")!).Items);
        Assert.Equal(2, ((CheckpointValue.Sequence)root.Find("queue")!).Items.Count);
        Assert.Contains(
            "argparse.Namespace", Assert.Single(file.Content.Notes, note => note.StartsWith("Objects", StringComparison.Ordinal)),
                StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_other_types_are_there_without_their_numbers()
    {
        using var file = CheckpointFile.Open(Fixture.PathOf("odd-types"));

        Assert.Equal(["weight", "quantized", "complex"], file.Content.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Content.Tensors.Skip(1), tensor => Assert.Equal(ElementType.Other, tensor.Data.ElementType));
        Assert.Throws<NotSupportedException>(() => file.Content.Tensors[1].Data.ToArray());
    }

    [Theory]
    [InlineData("refused-module", "torch.nn.modules.container.Sequential", "torch.save(model.state_dict()")]
    [InlineData("refused-module-legacy", "torch.nn.modules.activation.ReLU", "torch.save(model.state_dict()")]
    [InlineData("refused-torchscript", "TorchScript", "state_dict()")]
    [InlineData("refused-optimizer", "optimizer", "state_dict()")]
    [InlineData("refused-list", "list", "state_dict()")]
    [InlineData("refused-numpy", "numpy", "safetensors")]
    [InlineData("refused-array.npy", "numpy", "safetensors")]
    [InlineData("refused-arrays.npz", "numpy", "safetensors")]
    public void What_is_no_state_dict_is_refused_with_what_to_do(string name, string what, string advice)
    {
        var path = Fixture.PathOf(name);

        var refusal = Assert.Throws<CheckpointFileException>(() => CheckpointFile.Open(path));

        Assert.Equal(path, refusal.File);
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_file_that_was_closed_is_read_no_more()
    {
        var file = CheckpointFile.Open(Fixture.PathOf("zip-protocol-2"));
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Content.Tensors[0].Data.ToArray());
    }
}
