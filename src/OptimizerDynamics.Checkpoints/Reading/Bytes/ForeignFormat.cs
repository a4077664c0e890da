using System.Text;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Files that are no checkpoint, or one of a format that is not read: what they are, and what to do.</summary>
internal static class ForeignFormat
{
    /// <summary>What to do with a model of Keras.</summary>
    public const string FromKeras =
        "Write its weights as safetensors: safetensors.numpy.save_file({v.path: v.numpy() for v in model.variables}, "
            + "\"weights.safetensors\").";

    /// <summary>What to do with arrays of numpy's.</summary>
    public const string FromNumpy =
        "Write them as safetensors: safetensors.numpy.save_file(dict(numpy.load(file)), \"weights.safetensors\").";

    private const string FromTorch = "Give the PyTorch or safetensors file that it was made from.";
    private const string Damaged = "Download or copy it again.";

    /// <summary>By the bytes that a file begins with.</summary>
    private static readonly (byte[] Start, string What)[] _starts =
    [
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "is HDF5 (.h5, Keras). " + FromKeras),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "is an array of numpy's (.npy). " + FromNumpy),
        ("GGUF"u8.ToArray(), "is GGUF, of llama.cpp. " + FromTorch),
        ("lmgg"u8.ToArray(), "is GGML, of llama.cpp. " + FromTorch),
        ("tjgg"u8.ToArray(), "is GGML, of llama.cpp. " + FromTorch),
        ("version https://git-lfs.github.com/spec/"u8.ToArray(), "is a pointer of Git LFS, and not the file itself: run git lfs pull."),
        (
            "{\"checkpoint\":"u8.ToArray(),
            "is a checkpoint of this program's own. 'optdyn export' writes its network as safetensors: give that."),
        ("%PDF"u8.ToArray(), "is a PDF document."),
        ([0x1f, 0x8b], "is compressed with gzip: unpack it (gunzip), and give what was in it."),
        ("BZh"u8.ToArray(), "is compressed with bzip2: unpack it (bunzip2), and give what was in it."),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "is compressed with xz: unpack it (unxz), and give what was in it."),
        ([0x28, 0xb5, 0x2f, 0xfd], "is compressed with zstd: unpack it (unzstd), and give what was in it."),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], "is a 7z archive: unpack it, and give what was in it."),
        ("Rar!"u8.ToArray(), "is a RAR archive: unpack it, and give what was in it."),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "is an image (PNG)."),
        ([0xff, 0xd8, 0xff], "is an image (JPEG)."),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], "is a program (ELF)."),
        ("PK\u0007\u0008"u8.ToArray(), "is a part of a zip archive in several parts: put them together first."),
    ];

    /// <summary>By the end of a file's name, where its bytes tell nothing.</summary>
    private static readonly (string Ending, string What)[] _endings =
    [
        (".onnx", "is ONNX. " + FromTorch),
        (".pb", "is a graph of TensorFlow (.pb). " + FromKeras),
        (".tflite", "is TensorFlow Lite. " + FromKeras),
        (".h5", "ends in .h5 as HDF5 does, and is none: it is damaged. " + Damaged),
        (".hdf5", "ends in .hdf5 as HDF5 does, and is none: it is damaged. " + Damaged),
        (".keras", "ends in .keras as a model of Keras does, and is none: it is damaged. " + Damaged),
        (
            ".msgpack",
            "is msgpack, of Flax. Write its weights as safetensors: safetensors.flax.save_file(flatten_dict(params, sep=\".\"), …)."),
        (
            ".distcp",
            "is a part of a distributed checkpoint. Put it together: python -m torch.distributed.checkpoint.format_utils dcp_to_torch "
                + "FOLDER weights.pt."),
        (".engine", "is an engine of TensorRT. " + FromTorch),
        (".mlmodel", "is a model of Core ML. " + FromTorch),
    ];

    /// <summary>What is wrong with a file that is none of those that are read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="start">Its first bytes: 512 of them, or all.</param>
    /// <returns>A sentence that follows the file's name; null where nothing is known of it.</returns>
    public static string? Describe(string path, ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, what) in _starts)
        {
            if (start.StartsWith(bytes))
                return what;
        }

        if (start.Length > 262 && start[257..262].SequenceEqual("ustar"u8))
            return start.StartsWith("sys_info"u8) || start.StartsWith("storages"u8) || start.StartsWith("pickle"u8)
                ? "is of PyTorch's oldest format, a tar archive. Load it with PyTorch and save it again: torch.save(torch.load(file), "
                    + "\"weights.pt\")."
                : "is a tar archive: unpack it, and give the checkpoint that was in it.";
        if (start.Length > 7 && start[4..8].SequenceEqual("TFL3"u8))
            return "is TensorFlow Lite. " + FromKeras;
        return DescribeText(start) ?? _endings.FirstOrDefault(
            entry => path.EndsWith(entry.Ending, StringComparison.OrdinalIgnoreCase)).What;
    }

    /// <summary>What a file is that holds text.</summary>
    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble))
            start = start[3..];
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return start.IsEmpty ? null : "has nothing but blanks in it.";
        return text[0] switch
        {
            (byte)'<' =>
                "is a web page (HTML or XML) and not the model: most likely the page of its download, or of an error. Download the file "
                    + "itself.",
            (byte)'{' or (byte)'[' => "is JSON, and no index of a checkpoint (which has a weight_map).",
            _ => start.ContainsAnyExceptInRange((byte)9, (byte)126) ? null : "is text, and no checkpoint.",
        };
    }
}
