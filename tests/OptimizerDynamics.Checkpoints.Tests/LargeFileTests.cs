namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Of a file of several GB no more is read than is asked for. (The files have holes: they take no room on the disk.)</summary>
public sealed class LargeFileTests : IDisposable
{
    private const long Elements = 1_500_000_000, Bytes = 4 * Elements;

    /// <summary>Measured: 0.4 MB, of which 0.26 MB is the buffer that numbers are read through, and 0.06 MB that of the pickle.</summary>
    private const long MostAllocated = 2 << 20;

    private static readonly byte[] _last = NumberBytes.Floats(3, -4);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_zip_archive_beyond_4_GB_is_read_where_it_stands()
    {
        var pickle = PickleText.Of(p => p.Add("}(").Text("large").Vector("0", Elements).Text("small").Vector("1", 2).Add('u'));
        using (var stream = File.Create(_folder.PathOf("model.pt")))
            new ArchiveBytes(stream).Add("a/data.pkl", pickle).Add("a/data/0", _last, isLarge: true, hole: Bytes - 8)
                .Add("a/data/1", _last, isLarge: true).End(isLarge: true);

        Check(_folder.PathOf("model.pt"));
    }

    [Fact]
    public void A_safetensors_file_beyond_4_GB_is_read_where_it_stands()
    {
        var header = $$$"""
            {"large":{"dtype":"F32","shape":[{{{Elements}}}],"data_offsets":[0,{{{Bytes}}}]},
            "small":{"dtype":"F32","shape":[2],"data_offsets":[{{{Bytes}}},{{{Bytes + 8}}}]}}
            """;
        using (var stream = File.Create(_folder.PathOf("model.safetensors")))
        {
            stream.Write(NumberBytes.Safetensors(header, []));
            stream.Seek(Bytes - 8, SeekOrigin.Current);
            stream.Write(_last);
            stream.Write(_last);
        }

        Check(_folder.PathOf("model.safetensors"));
    }

    private static void Check(string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = CheckpointFile.Open(path);
        var numbers = new double[3];
        file.Content.Tensors[0].Data.Read(Elements - 3, numbers);
        var small = file.Content.Tensors[1].Data.ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal([0, 3, -4], numbers);
        Assert.Equal([3, -4], small);
        Assert.InRange(allocated, 0, MostAllocated);
        Assert.True(new FileInfo(path).Length > Bytes);
    }
}
