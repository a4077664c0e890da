using System.Diagnostics;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Files that PyTorch wrote, damaged in ten thousand ways: they are read or refused, and take neither memory nor time.</summary>
public sealed class MutatedFileTests : IDisposable
{
    private const int Files = 10_000;

    /// <summary>What a file may allocate while it is opened: an object of some 100 bytes by each byte of it, as a pickle of
    /// empty dictionaries does, and the 64 KB through which a pickle is read, a few times. Measured: 0.44 MB at most, of which 0.26 MB
    /// is the buffer for numbers, which the first file allocates for all.</summary>
    private const long AllocatedByByte = 128, AllocatedByFile = 1 << 19;

    /// <summary>Measured: 0.2 ms on average and 40 ms for the first one. The bound is for a computer on which much else runs.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);

    private readonly ScratchFolder _folder = new();
    private readonly double[] _numbers = new double[256];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_damage_is_more_than_a_refusal()
    {
        var originals = Fixture.Files.Select(File.ReadAllBytes).Append(Safetensors()).ToList();
        var pickles = originals.SelectMany(PicklesOf).ToList();
        var (refused, mostAllocated) = (0, 0L);
        for (var seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            var content = Mutate(originals, pickles, random);
            var path = _folder.Write("model.pt", content);
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            refused += Open(path, seed) ? 0 : 1;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            mostAllocated = Math.Max(mostAllocated, allocated);

            Assert.True(Stopwatch.GetElapsedTime(start) < _longest, $"seed {seed} took {Stopwatch.GetElapsedTime(start)}");
            Assert.True(
                allocated <= AllocatedByFile + AllocatedByByte * content.Length,
                $"seed {seed}: {allocated} bytes by {content.Length} bytes");
        }

        // Damage to numbers alone is not seen, and other damage is: a test of files that are all refused at their start would test little.
        Assert.InRange(refused, Files / 2, Files - Files / 20);
        Console.WriteLine($"{refused} of {Files} refused; {mostAllocated} bytes at most");
    }

    /// <summary>Opens a file and reads of each tensor.</summary>
    /// <returns>False where it was refused.</returns>
    private bool Open(string path, int seed)
    {
        try
        {
            using var file = CheckpointFile.Open(path);
            foreach (var tensor in file.Content.Tensors.Where(tensor => tensor.Data.ElementType != ElementType.Other))
                tensor.Data.Read(0, _numbers.AsSpan(0, (int)Math.Min(tensor.Data.Count, _numbers.Length)));
            return true;
        }
        catch (CheckpointFileException refusal)
        {
            Assert.DoesNotContain(refusal.Message, char.IsControl);
            return false;
        }
        catch (Exception cause)
        {
            throw new InvalidOperationException($"seed {seed}", cause);
        }
    }

    /// <summary>Damages a file; or the pickle of one alone, so that its archive does not tell of it.</summary>
    private static byte[] Mutate(List<byte[]> files, List<(byte[] Pickle, byte[] Whole, int At)> pickles, Random random)
    {
        if (random.Next(3) == 0)
            return Damage(random.GetItems(files.ToArray(), 1)[0], files[random.Next(files.Count)], random, mayMove: true);
        var (pickle, whole, at) = pickles[random.Next(pickles.Count)];
        var damaged = Damage(pickle, files[random.Next(files.Count)], random, mayMove: false);
        return [.. whole[..at], .. damaged, .. whole[(at + damaged.Length)..]];
    }

    private static byte[] Damage(byte[] original, byte[] other, Random random, bool mayMove)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 1 << random.Next(1, 8)), bytes.Count - at);
            switch (random.Next(mayMove ? 7 : 4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = bytes[random.Next(bytes.Count)]; break;
                case 3: Overwrite(bytes, at, random.Next(2) == 0 ? other : original, random); break;
                case 4: bytes.RemoveRange(at, random.Next(2) == 0 ? length : bytes.Count - at); break;
                case 5: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToList()); break;
                default: bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(length).ToList()); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts a few bytes from elsewhere, or as many of 0xff, in the place of others.</summary>
    private static void Overwrite(List<byte> bytes, int at, byte[] source, Random random)
    {
        var (length, from) = (random.Next(1, 9), random.Next(source.Length));
        for (var i = 0; i < length && at + i < bytes.Count && from + i < source.Length; i++)
            bytes[at + i] = length == 4 ? (byte)0xff : source[from + i];
    }

    /// <summary>Where a file has a pickle: from the first instruction on, up to a length that has all of a small one.</summary>
    private static IEnumerable<(byte[] Pickle, byte[] Whole, int At)> PicklesOf(byte[] whole)
    {
        var start = whole.AsSpan(64).IndexOf((byte)0x80) + 64;
        if (start >= 64 && whole.Length - start > 1000)
            yield return (whole[start..(start + 900)], whole, start);
    }

    private static byte[] Safetensors() => NumberBytes.Safetensors(
        """{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""",
        new byte[24]);
}
