using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn data fetch</c>, from a server of the test's own.</summary>
public sealed class FetchTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("set.tar.gz")]
    [InlineData("set.zip")]
    public void A_set_is_fetched_checked_and_unpacked(string name)
    {
        var bytes = Archive(name);
        using var server = new Server(bytes);
        var output = Fetch(Of(server, name, bytes));
        Assert.Equal("first", File.ReadAllText(_workspace.PathOf("data/set/a.txt")));
        Assert.Equal(70_000, new FileInfo(_workspace.PathOf("data/set/inner/b.bin")).Length);
        Assert.Equal(["set"], Left());
        Assert.True(Of(server, name, bytes).IsIn(_workspace.PathOf("data/set"), "0123456789abcdef"));
        Assert.Contains("set: ", output, StringComparison.Ordinal);
        Assert.Contains("is there; 'optdyn data verify set' reads all of it", Fetch(Of(server, name, bytes)), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void An_archive_can_be_kept()
    {
        var bytes = Archive("set.zip");
        using var server = new Server(bytes);
        FetchCommand.Fetch(Options(Of(server, "set.zip", bytes), keepsArchive: true), TextWriter.Null, CancellationToken.None);
        Assert.Equal(bytes, File.ReadAllBytes(_workspace.PathOf("data/set.zip")));
    }

    /// <summary>A connection that breaks is made again, and asks for what is missing only.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_breaks_off_is_gone_on_with(bool knowsRanges)
    {
        var bytes = Archive("set.tar.gz");
        // Three pieces, however long the archive is: its files' times are in it. Without ranges the server sends all again, and once all of
        // it has to come through.
        using var server = new Server(bytes)
        {
            KnowsRanges = knowsRanges,
            BreaksAfter = bytes.Length / 3 + 1,
            Breaks = knowsRanges ? 10 : 1,
        };
        Fetch(Of(server, "set.tar.gz", bytes));
        Assert.Equal("first", File.ReadAllText(_workspace.PathOf("data/set/a.txt")));
        Assert.Equal(knowsRanges ? 3 : 2, server.Requests);
    }

    [Fact]
    public void Another_process_goes_on_where_one_was_stopped()
    {
        var bytes = Archive("set.tar.gz");
        using var server = new Server(bytes) { BreaksAfter = 1000, Breaks = 1 };
        using (var end = new CancellationTokenSource())
        {
            // When it asks for the rest, what had come is in its file.
            server.OnRequest = number =>
            {
                if (number == 2)
                    end.Cancel();
            };
            Assert.ThrowsAny<OperationCanceledException>(() =>
                FetchCommand.Fetch(Options(Of(server, "set.tar.gz", bytes)), TextWriter.Null, end.Token));
        }

        server.OnRequest = null;

        Assert.Equal(1000, new FileInfo(_workspace.PathOf("data/set.tar.gz.part")).Length);
        Assert.StartsWith("resuming after 0 MB of 0 MB", Fetch(Of(server, "set.tar.gz", bytes)), StringComparison.Ordinal);
        Assert.Equal(bytes.Length - 1000, server.SentLast);
    }

    [Fact]
    public void What_is_not_what_it_should_be_is_refused_and_leaves_nothing()
    {
        var bytes = Archive("set.tar.gz");
        using var server = new Server(bytes);
        var wrong = Of(server, "set.tar.gz", bytes) with { Sha256 = new string('0', 64) };
        Assert.Contains(
            "expected a file with the SHA-256 0000", Assert.Throws<FailureException>(() => Fetch(wrong)).Message, StringComparison.Ordinal);
        Assert.Empty(Left());
        var larger = Of(server, "set.tar.gz", bytes) with { Size = bytes.Length + 1 };
        Assert.Contains(
            $"expected a file of {bytes.Length + 1} bytes, found one of {bytes.Length}",
            Assert.Throws<FailureException>(() => Fetch(larger)).Message, StringComparison.Ordinal);
        var other = Of(server, "set.tar.gz", bytes) with { Folder = "other" };
        Assert.Contains(
            "expected a folder other in the archive, found none", Assert.Throws<FailureException>(() => Fetch(other)).Message,
            StringComparison.Ordinal);
        var absent = Of(server, "none/set.tar.gz", bytes);
        server.IsAbsent = true;
        File.Delete(_workspace.PathOf("data/set.tar.gz"));
        Assert.Contains(
            "expected the file, found the answer 404", Assert.Throws<FailureException>(() => Fetch(absent)).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("data/set")));
    }

    [Fact]
    public void A_server_that_is_not_there_is_named_after_some_attempts()
    {
        var bytes = Archive("set.zip");
        DataArchive archive;
        using (var server = new Server(bytes))
            archive = Of(server, "set.zip", bytes);
        var message = Assert.Throws<FailureException>(() => Fetch(archive)).Message;
        Assert.StartsWith($"{archive.Address}: ", message, StringComparison.Ordinal);
        Assert.EndsWith("; what has come is kept, and the same command resumes from there", message, StringComparison.Ordinal);
    }

    /// <summary>A name in an archive that leads out of its folder writes nothing there.</summary>
    [Fact]
    public void An_archive_cannot_write_elsewhere()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("../../escaped.txt").Open();
            entry.Write("out"u8);
        }

        var bytes = content.ToArray();
        using var server = new Server(bytes);
        Assert.ThrowsAny<IOException>(() => Fetch(Of(server, "set.zip", bytes)));
        Assert.False(File.Exists(_workspace.PathOf("escaped.txt")));
    }

    [Theory]
    [InlineData(
        "data fetch cifar10 --to @data",
        "unknown data set 'cifar10'; the nearest is 'cifar-10' (expected one of cifar-10, cifar-100, tiny-imagenet-200)")]
    [InlineData(
        "data fetch imagenet --to @data",
        "imagenet cannot be fetched: its publisher gives it to those who register; unpack it as $OPTDYN_DATA/imagenet/train/ID/*.JPEG and "
            + "val/ID/*.JPEG")]
    [InlineData(
        "data fetch furniture-clean --to @data",
        "furniture-clean cannot be fetched: apt-get install --no-install-recommends sweethome3d-furniture brings it")]
    [InlineData(
        "data fetch objectnet3d --to @data",
        "objectnet3d cannot be fetched: its models may not be passed on; get them from their publisher and unpack them as "
            + "$OPTDYN_DATA/ObjectNet3D/CAD/off/CLASS/NN.off")]
    [InlineData(
        "data fetch cifar-10 --to @data --from ftp://x/y",
        "--from: expected an address that begins with http:// or https://, found 'ftp://x/y'")]
    public void What_cannot_be_fetched_is_refused(string words, string message) => _workspace.Run(words.Split(' ')).IsRefused(message);

    [Fact]
    public void A_set_is_verified_by_reading_all_of_it()
    {
        var folder = Directory.CreateDirectory(_workspace.PathOf("digits")).FullName;
        foreach (var (part, count) in new[] { ("train", 30), ("t10k", 10) })
        {
            File.WriteAllBytes(
                Path.Combine(folder, $"{part}-images-idx3-ubyte"),
                [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Repeat((byte)51, count * 4)]);
            File.WriteAllBytes(
                Path.Combine(folder, $"{part}-labels-idx1-ubyte"),
                [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        }

        var outcome = _workspace.Run("data", "verify", "@digits");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("training: 30 images of 1 × 2 × 2, 10 classes with 3 each; mean 0.2000", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("test: 10 images of 1 × 2 × 2, 10 classes with 1 each; mean 0.2000", outcome.Output, StringComparison.Ordinal);

        var labels = Path.Combine(folder, "train-labels-idx1-ubyte");
        var bytes = File.ReadAllBytes(labels);
        bytes[11] = 10;
        File.WriteAllBytes(labels, bytes);
        _workspace.Run("data", "verify", "@digits")
            .IsRefused("digits/train-labels-idx1-ubyte: at byte 11: expected a class from 0 to 9, found 10");
    }

    private FetchOptions Options(DataArchive archive, bool keepsArchive = false) =>
        new(archive, _ => "0123456789abcdef", _workspace.PathOf("data"), keepsArchive, TimeSpan.Zero);

    private string Fetch(DataArchive archive)
    {
        using var output = new StringWriter();
        FetchCommand.Fetch(Options(archive), output, CancellationToken.None);
        return output.ToString();
    }

    private static DataArchive Of(Server server, string name, byte[] bytes) =>
        new("set", new Uri(server.Address, name), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), "set");

    private IEnumerable<string> Left() =>
        Directory.EnumerateFileSystemEntries(_workspace.PathOf("data")).Select(path => Path.GetFileName(path)).Order();

    private byte[] Archive(string name)
    {
        var folder = Directory.CreateDirectory(_workspace.PathOf("source/set/inner")).Parent!;
        File.WriteAllText(Path.Combine(folder.FullName, "a.txt"), "first");
        var noise = new byte[70_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(folder.FullName, "inner", "b.bin"), noise);
        using var content = new MemoryStream();
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            ZipFile.CreateFromDirectory(folder.FullName, content, CompressionLevel.Fastest, includeBaseDirectory: true);
        }
        else
        {
            using var gzip = new GZipStream(content, CompressionMode.Compress, leaveOpen: true);
            TarFile.CreateFromDirectory(folder.FullName, gzip, includeBaseDirectory: true);
        }

        return content.ToArray();
    }

    /// <summary>Sends one file over HTTP; knows ranges, and can break off.</summary>
    /// <remarks>
    /// It ends a connection in an orderly way, also where it breaks off: what was sent before that always arrives, however busy the machine
    /// is.
    /// </remarks>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _bytes;
        private readonly Task _work;

        public Server(byte[] bytes)
        {
            _bytes = bytes;
            _listener.Start();
            Address = new Uri($"http://{_listener.LocalEndpoint}/");
            _work = Task.Run(Serve);
        }

        public Uri Address { get; }

        public int Requests { get; private set; }

        public long SentLast { get; private set; }

        public bool KnowsRanges { get; init; } = true;

        public int BreaksAfter { get; init; } = int.MaxValue;

        public int Breaks { get; set; }

        public bool IsAbsent { get; set; }

        /// <summary>Called with each request's number, from 1, before it is answered.</summary>
        public Action<int>? OnRequest { get; set; }

        public void Dispose()
        {
            _listener.Stop();
            _work.Wait(TimeSpan.FromSeconds(5));
        }

        private void Serve()
        {
            while (true)
            {
                try
                {
                    using var connection = _listener.AcceptTcpClient();
                    try
                    {
                        Answer(connection.GetStream());
                    }
                    catch (IOException)
                    {
                        // The client has gone.
                    }
                }
                catch (Exception cause) when (cause is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }
            }
        }

        private void Answer(NetworkStream stream)
        {
            var from = 0;
            using var reader = new StreamReader(stream, leaveOpen: true);
            for (var line = reader.ReadLine(); !string.IsNullOrEmpty(line); line = reader.ReadLine())
            {
                if (KnowsRanges && line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }

            Requests++;
            OnRequest?.Invoke(Requests);
            if (IsAbsent)
            {
                stream.Write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8);
                return;
            }

            var left = _bytes.Length - from;
            var answer = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{_bytes.Length - 1}/{_bytes.Length}" : "200 OK";
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: {left}\r\nConnection: close\r\n\r\n"));
            SentLast = left > BreaksAfter && Breaks-- > 0 ? BreaksAfter : left;
            stream.Write(_bytes, from, (int)SentLast);
        }
    }
}
