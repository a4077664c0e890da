using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>Fetches a file of known size and checksum; interrupted, it resumes where it stopped.</summary>
/// <remarks>
/// What has come lies in <c>NAME.part</c>, and becomes <c>NAME</c> when size and SHA-256 are right. A connection that breaks is made again,
/// five times without a byte in between.
/// </remarks>
/// <param name="client">Asks.</param>
/// <param name="output">Takes progress.</param>
/// <param name="betweenAttempts">How long to wait before a connection is made again.</param>
internal sealed class Download(HttpClient client, TextWriter output, TimeSpan betweenAttempts)
{
    private const int Attempts = 5, BlockSize = 1 << 20;

    /// <summary>Fetches a file.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it is wanted.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="sha256">Its SHA-256, in lower case.</param>
    /// <param name="end">Asks to stop; what has come stays.</param>
    /// <exception cref="FailureException">It cannot be had, or is not what it should be.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Fetch(Uri address, string path, long size, string sha256, CancellationToken end)
    {
        var part = path + ".part";
        var there = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (there > size)
        {
            File.Delete(part);
            there = 0;
        }

        if (there > 0)
            output.WriteLine($"resuming after {Megabytes(there)} of {Megabytes(size)}");
        new ProgressDisplay(output)
            .Show(Path.GetFileName(path), Megabyte(size) - Megabyte(there), "MB", report => Fetch(address, part, size, report, end));
        var found = Hash(part);
        if (found != sha256)
        {
            // Nothing of it can be trusted, and resuming after it would never end well.
            File.Delete(part);
            throw new FailureException($"{address}: expected a file with the SHA-256 {sha256}, found {found}; what had come was deleted");
        }

        File.Move(part, path, overwrite: true);
    }

    private void Fetch(Uri address, string part, long size, Action<long> report, CancellationToken end)
    {
        for (var (failures, done) = (0, Length(part)); done < size; done = Length(part))
        {
            try
            {
                Receive(address, part, done, size, report, end);
                if (Length(part) < size)
                    throw new HttpIOException(HttpRequestError.ResponseEnded, $"the connection ended after {Length(part)} of {size} bytes");
            }
            catch (Exception cause) when (cause is HttpRequestException { StatusCode: null } or HttpIOException or TaskCanceledException
                && !end.IsCancellationRequested)
            {
                failures = Length(part) > done ? 1 : failures + 1;
                if (failures >= Attempts)
                    throw new FailureException(
                        $"{address}: {cause.Message}; what has come is kept, and the same command resumes from there", cause);
                end.WaitHandle.WaitOne(betweenAttempts);
            }

            end.ThrowIfCancellationRequested();
        }
    }

    private void Receive(Uri address, string part, long done, long size, Action<long> report, CancellationToken end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (done > 0)
            request.Headers.Range = new RangeHeaderValue(done, null);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, end);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            throw new FailureException(
                $"{address}: expected the file, found the answer {(int)response.StatusCode} {response.ReasonPhrase}");
        // A server that knows nothing of ranges sends all of it again.
        var isRest = response.StatusCode == HttpStatusCode.PartialContent;
        if (isRest && response.Content.Headers.ContentRange is { From: { } from } && from != done)
            throw new FailureException($"{address}: expected the bytes from {done} on, found those from {from} on");
        var length = (isRest ? done : 0) + (response.Content.Headers.ContentLength ?? size - (isRest ? done : 0));
        if (length != size)
            throw new FailureException($"{address}: expected a file of {size} bytes, found one of {length}");
        using var source = response.Content.ReadAsStream(end);
        using var target = new FileStream(part, isRest ? FileMode.Append : FileMode.Create, FileAccess.Write);
        var (block, written) = (new byte[BlockSize], isRest ? done : 0);
        while (source.Read(block) is > 0 and var count)
        {
            end.ThrowIfCancellationRequested();
            if (written + count > size)
                throw new FailureException($"{address}: expected a file of {size} bytes, found more");
            target.Write(block.AsSpan(0, count));
            report(Megabyte(written + count) - Megabyte(written));
            written += count;
        }
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static long Megabyte(long bytes) => bytes / 1_000_000;

    private static string Megabytes(long bytes) => $"{Megabyte(bytes)} MB";
}
