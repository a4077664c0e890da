using System.Runtime.ExceptionServices;

namespace OptimizerDynamics.Data;

/// <summary>A loop over files on all cores.</summary>
internal static class FileLoop
{
    /// <summary>Runs a body for every index. Where bodies fail, the error of the lowest index is thrown, whichever thread came to it
    /// first.</summary>
    /// <param name="count">The indices are 0 to this, exclusive.</param>
    /// <param name="body">Reads one file.</param>
    /// <param name="cancellation">Ends the loop before its next body.</param>
    /// <exception cref="DataFileException">A body threw it; likewise <see cref="InvalidDataException"/>, <see cref="IOException"/> and
    /// <see cref="UnauthorizedAccessException"/>.</exception>
    /// <exception cref="OperationCanceledException">The loop was cancelled.</exception>
    public static void Run(int count, Action<int> body, CancellationToken cancellation = default)
    {
        var errors = new ExceptionDispatchInfo?[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, (index, loop) =>
        {
            try
            {
                body(index);
            }
            catch (Exception cause) when (
                cause is DataFileException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                errors[index] = ExceptionDispatchInfo.Capture(cause);
                loop.Break(); // lower indices still run
            }
        });
        Array.Find(errors, error => error is not null)?.Throw();
    }
}
