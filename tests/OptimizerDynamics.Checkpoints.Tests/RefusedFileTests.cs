using System.Text;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>What is no checkpoint, or half of one, is called by its name, with what to do.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.pt", "", "is empty")]
    [InlineData("model.pt", "   \n", "nothing but blanks")]
    [InlineData("model.pt", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 12\n", "git lfs pull")]
    [InlineData("model.pt", "<!DOCTYPE html><html>", "web page")]
    [InlineData("model.safetensors", "\n <?xml version='1.0'?>", "web page")]
    [InlineData("model.pt", "{\"error\":\"not found\"}", "JSON")]
    [InlineData("model.safetensors.index.json", "{\"weight_map\":{}}", "without a tensor")]
    [InlineData("model.safetensors.index.json", "{\"weight_map\":[", "JSON")]
    [InlineData("model.pt", "Not Found", "is text")]
    [InlineData("id.trained", "{\"checkpoint\":1,\"trial\":\"0123456789abcdef\"}\n\u0001", "optdyn export")]
    [InlineData("model.h5", "\u0089HDF\r\n\u001a\n", "HDF5")]
    [InlineData("model.h5", "\u0001\u0002\u0003", "HDF5")]
    [InlineData("model.keras", "\u0001\u0002\u0003", "Keras")]
    [InlineData("model.pt", "\u0093NUMPY\u0001\0", "numpy")]
    [InlineData("model.gguf", "GGUF\u0003\0\0\0", "GGUF")]
    [InlineData("model.onnx", "\u0008\u0007\u0012\u0007pytorch", "ONNX")]
    [InlineData("saved_model.pb", "\u0008\u0001\u0012", "TensorFlow")]
    [InlineData("model.pt.gz", "\u001f\u008b\u0008", "gunzip")]
    [InlineData("model.pt", "\u0080\u0003}q\0.", "is a pickle, and none that torch.save wrote")]
    [InlineData("model.pt", "\u0001\u0002\u0003\u0004", "begins with the bytes 01020304")]
    [InlineData("model.pt", "P", "is text")]
    [InlineData("model.pt", "PK\u0003\u0004", "is cut off")]
    public void Other_files_are_named(string name, string content, string problem) =>
        Assert.Contains(problem, _folder.Refusal(name, Encoding.Latin1.GetBytes(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("sys_info", "oldest format")]
    [InlineData("weights.pt", "unpack it")]
    public void Tar_archives_are_told_apart(string first, string problem)
    {
        var tar = new byte[1024];
        Encoding.ASCII.GetBytes(first).CopyTo(tar, 0);
        "ustar"u8.CopyTo(tar.AsSpan(257));

        Assert.Contains(problem, _folder.Refusal("model.tar", tar), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_refused()
    {
        Assert.Contains("no such file", ScratchFolder.Refusal(_folder.PathOf("none.pt")), StringComparison.Ordinal);
        Assert.Contains("no such file", ScratchFolder.Refusal(_folder.PathOf("none/none.pt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a folder without a checkpoint", "readme.md")]
    [InlineData("2 files that may be the checkpoint (a.pt, b.pt)", "a.pt", "b.pt")]
    [InlineData("SavedModel", "saved_model.pb")]
    [InlineData("dcp_to_torch", "__0_0.distcp", ".metadata")]
    [InlineData("zero_to_fp32", "zero_to_fp32.py")]
    [InlineData("zip -0", "data.pkl", "version")]
    [InlineData("no index", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")]
    public void Folders_of_other_kinds_are_named(string problem, params string[] files)
    {
        foreach (var file in files)
            _folder.Write(file, [1]);

        Assert.Contains(problem, ScratchFolder.Refusal(_folder.PathOf("")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_checkpoint_of_a_folder_is_read()
    {
        File.Copy(Fixture.PathOf("zip-protocol-2"), _folder.PathOf("epoch-3.ckpt"));
        _folder.Write("config.json", [(byte)'{', (byte)'}']);
        _folder.Write("optimizer.pt", [1]);

        using var file = CheckpointFile.Open(_folder.PathOf(""));

        Assert.NotEmpty(file.Content.Tensors);
    }

    [Theory]
    [InlineData(1, 0, null, "encrypted")]
    [InlineData(0, 8, null, "compressed")]
    [InlineData(0, 0, 1L << 31, "overlaps something else")]
    [InlineData(0, 0, 3L, "cut off or damaged: its pickle needs")]
    public void Archives_that_are_encrypted_compressed_or_lie_are_refused(int flags, int method, long? length, string problem)
    {
        var pickle = PickleText.Of(p => p.Add("}").Text("a").Vector("0", 1).Add('s'));
        var archive = new ArchiveBytes().Add("a/data.pkl", pickle, length, flags, method).Add("a/data/0", NumberBytes.Floats(1)).End();

        Assert.Contains(problem, _folder.Refusal("model.pt", archive), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_an_archive_that_share_a_name_or_bytes_are_refused()
    {
        var pickle = PickleText.Of(p => p.Add("}").Text("a").Vector("0", 1).Add('s'));
        var twice = new ArchiveBytes().Add("a/data.pkl", pickle).Add("a/data/0", [1, 2, 3, 4]).Add("a/data/0", [5, 6, 7, 8]).End();
        var shared = new ArchiveBytes().Add("a/data.pkl", pickle).Add("a/data/0", [1, 2, 3, 4]).Add("a/data/0", [], offset: 0).End();

        Assert.Contains("twice", _folder.Refusal("model.pt", twice), StringComparison.Ordinal);
        Assert.Contains("overlaps", _folder.Refusal("model.pt", shared), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is a model of Keras", "model.weights.h5", "config.json")]
    [InlineData("numpy", "a.npy", "b.npy")]
    [InlineData("it holds 'notes.txt'", "notes.txt")]
    [InlineData("several checkpoints", "a/data.pkl", "b/data.pkl")]
    [InlineData("TorchScript", "a/data.pkl", "a/code/net.py")]
    [InlineData("TorchScript", "a/data.pkl", "a/constants.pkl")]
    [InlineData("torch.package", "a/.data/extern_modules")]
    public void Archives_of_other_things_are_named(string problem, params string[] parts)
    {
        var archive = new ArchiveBytes();
        foreach (var part in parts)
            archive.Add(part, []);

        Assert.Contains(problem, _folder.Refusal("model.pt", archive.End()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        foreach (var name in new[] { "zip-protocol-2", "legacy-protocol-2", "legacy-protocol-4" })
        {
            var whole = File.ReadAllBytes(Fixture.PathOf(name));
            for (var length = 0; length < whole.Length; length += length < 64 || length > whole.Length - 64 ? 1 : 37)
                _folder.Refusal("model.pt", whole[..length]);
        }
    }
}
