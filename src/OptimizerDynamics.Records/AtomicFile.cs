namespace OptimizerDynamics.Records;

/// <summary>Writes a file so that it is there whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file beside the destination, and moves it there once everything is on disk.</summary>
    /// <param name="path">The destination; replaced when it exists. A symbolic link is followed, a device under <c>/dev</c> written to directly.</param>
    /// <param name="write">Writes the content. When it throws, the destination is as it was and nothing is left beside it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var destination = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        if (IsDevice(destination))
        {
            using var device = new FileStream(destination, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        if (Directory.Exists(destination))
            throw new IOException($"'{path}' is a directory.");
        var temporary = $"{destination}.{Guid.NewGuid():N}.partial";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, destination, overwrite: true);
        }
        catch
        {
            // The directory may be what is missing; then there is nothing to delete either.
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Moving a file over a device would replace the device.</summary>
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal);
}
