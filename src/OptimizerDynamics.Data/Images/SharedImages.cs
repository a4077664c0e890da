using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Data sets that several trainings use: each is read or drawn once.</summary>
public sealed class SharedImages : IDisposable
{
    private readonly Dictionary<DataChoice, (IImageSource Training, IImageSource Test)> _read = [];

    /// <summary>The training set and the test set of a choice.</summary>
    /// <param name="choice">Which images.</param>
    /// <exception cref="DataFileException">A file of the data set is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">There are no such images.</exception>
    public (IImageSource Training, IImageSource Test) Of(DataChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return _read.TryGetValue(choice, out var sets) ? sets : _read[choice] = choice.Read();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (training, test) in _read.Values)
        {
            training.Dispose();
            test.Dispose();
        }
    }
}
