using System.Collections.Concurrent;

namespace OptimizerDynamics.Cli;

/// <summary>The lines of standard input, read while trials run: where it ends, the process is asked to end.</summary>
internal sealed class WatchedInput
{
    private readonly BlockingCollection<string> _lines = [];

    /// <summary>Begins to read.</summary>
    /// <param name="source">Standard input.</param>
    /// <param name="end">Asked when the input has ended.</param>
    public WatchedInput(TextReader source, EndRequest end) =>
        new Thread(() => Read(source, end)) { IsBackground = true, Name = "standard input" }.Start();

    /// <summary>The lines as they come; the sequence waits for the next, and ends with the input.</summary>
    /// <param name="end">Ends the waiting: there are no lines any more.</param>
    public IEnumerable<string> Lines(CancellationToken end)
    {
        while (true)
        {
            string? line;
            try
            {
                if (!_lines.TryTake(out line, Timeout.Infinite, end))
                    yield break;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return line;
        }
    }

    private void Read(TextReader source, EndRequest end)
    {
        try
        {
            while (source.ReadLine() is { } line)
                _lines.Add(line);
            _lines.CompleteAdding();
            end.Ask();
        }
        catch (ObjectDisposedException)
        {
            // The process was over first.
        }
    }
}
