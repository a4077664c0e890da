using System.Text;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Event files are what TensorBoard reads, and stay so however their writer ends.</summary>
public sealed class EventFileTests : IDisposable
{
    private static readonly DateTime _time = new(2026, 11, 23, 10, 0, 0, 500, DateTimeKind.Utc);

    private readonly TestFolder _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>The vectors of RFC 3720, B.4, with two that many implementations have.</summary>
    [Theory]
    [InlineData("", 0u)]
    [InlineData("61", 0xc1d04330)]
    [InlineData("313233343536373839", 0xe3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aa)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794e)]
    [InlineData("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113fdb5c)]
    [InlineData("01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000", 0xd9963a56)]
    public void A_check_sum_is_the_published_one(string bytes, uint expected)
    {
        Assert.Equal(expected, Crc32C.Of(Convert.FromHexString(bytes)));
        Assert.Equal(EventReader.Masked(Convert.FromHexString(bytes)), Crc32C.Masked(Convert.FromHexString(bytes)));
    }

    /// <summary>The first twelve bytes are those of every event file that TensorFlow or PyTorch wrote.</summary>
    [Fact]
    public void A_file_begins_as_every_event_file_does()
    {
        EventFile.Open(_workspace.PathOf("run"), -1, _time).Dispose();
        var file = Bytes();
        Assert.Equal("1800000000000000a37f4b22", Convert.ToHexStringLower(file[..12]));
        Assert.Equal((0x09, 1795428000.5), (file[12], BitConverter.ToDouble(file, 13)));
        Assert.Equal("\u001a\rbrain.Event:2", Encoding.ASCII.GetString(file[21..36]));
        Assert.Equal(40, file.Length);
        var first = Assert.Single(EventReader.Read(file));
        Assert.Equal((1795428000.5, 0, "brain.Event:2"), (first.WallTime, first.Step, first.Version));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        double[] values = [-1, 0, 0.5, 1e-4, 2, double.NaN, double.PositiveInfinity];
        using (var file = EventFile.Open(_workspace.PathOf("run"), -1, _time))
        {
            Assert.Equal(-1, file.LastStep);
            file.Write(0, _time, [EventValue.Scalar("loss", 0.25), EventValue.Histogram("gamma/C1", values)]);
            Assert.Equal(2, EventReader.Read(Bytes()).Length); // before it is closed
            file.Write(
                5_000_000_000, _time.AddSeconds(1),
                [EventValue.Scalar("Verlust λ", 0), EventValue.Histogram("same", [1, 1, 1]), EventValue.Histogram("none", [])]);
            Assert.Equal(5_000_000_000, file.LastStep);
            Assert.Throws<ArgumentOutOfRangeException>(() => file.Write(4, _time, []));
        }

        var events = EventReader.Read(Bytes());
        Assert.Equal([0, 0, 5_000_000_000], events.Select(shown => shown.Step));
        Assert.Equal(0.25f, events[1]["loss"].Scalar);
        Assert.Equal(0f, events[2]["Verlust λ"].Scalar);
        var histogram = events[1]["gamma/C1"].Histogram!;
        Assert.Equal(
            (-1, 2, 5, 1.5001, 1 + 0.25 + 1e-8 + 4), (histogram.Min, histogram.Max, histogram.Num, histogram.Sum, histogram.SumOfSquares));
        Assert.Equal((30, 2, 30), (histogram.Counts.Length, histogram.Limits[^1], histogram.Limits.Length));
        Assert.Equal([0, 10, 15, 29], histogram.Counts.Index().Where(bin => bin.Item > 0).Select(bin => bin.Index));
        Assert.Equal((1, 2, 5), (histogram.Counts[0], histogram.Counts[10], histogram.Counts.Sum()));
        Assert.Equal(histogram.Limits.Order(), histogram.Limits);
        var same = events[2]["same"].Histogram!;
        Assert.Equal(
            (1, 1, 3, 3, 3), (same.Min, same.Max, same.Num, same.Limits[0] + same.Limits.Length + same.Counts.Length, same.Counts[0]));
        Assert.Equal((0, 0), (events[2]["none"].Histogram!.Num, events[2]["none"].Histogram!.Counts.Sum()));
    }

    /// <summary>
    /// Cut off and damaged at every third byte: what is before is kept with its time, what is behind is written again, and nothing is there
    /// twice.
    /// </summary>
    [Fact]
    public void A_file_that_was_cut_off_or_damaged_is_gone_on_with()
    {
        Write(-1, 2, _time);
        var whole = Bytes();
        for (var place = 0; place < whole.Length; place += 3)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 1;
            foreach (var file in new[] { whole[..place], damaged })
            {
                File.WriteAllBytes(Path.Combine(_workspace.PathOf("run"), EventFile.Name), file);
                Write(2, 2, _time);
                Assert.Equal(whole, Bytes());
            }
        }
    }

    [Fact]
    public void Steps_beyond_a_checkpoint_are_cut_off()
    {
        Write(-1, 4, _time);
        var before = Bytes();
        Write(2, 4, _time.AddHours(1));
        var events = EventReader.Read(Bytes());
        Assert.Equal([0, 0, 1, 2, 3, 4], events.Select(shown => shown.Step));
        Assert.Equal([0, 0, 0, 0, 3600, 3600], events.Select(shown => shown.WallTime - 1795428000.5));
        Assert.Equal(before.Length, Bytes().Length); // a reader at the old end is at a record's end

        Write(-1, 1, _time.AddHours(2));
        Assert.Equal([7200, 7200, 7200], EventReader.Read(Bytes()).Select(shown => shown.WallTime - 1795428000.5));
    }

    /// <summary>Goes on up to a step, as a training does.</summary>
    private void Write(long lastStep, long last, DateTime time)
    {
        using var file = EventFile.Open(_workspace.PathOf("run"), lastStep, time);
        for (var step = file.LastStep + 1; step <= last; step++)
            file.Write(step, time, [EventValue.Scalar("loss", step), EventValue.Histogram("gamma/C1", [step, 1, 9])]);
    }

    private byte[] Bytes()
    {
        using var file = new FileStream(
            Path.Combine(_workspace.PathOf("run"), EventFile.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
