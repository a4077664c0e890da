using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Data sets that several trainings use: each is read or drawn once.</summary>
/// <param name="sets">The sets that names can mean; <see cref="DataSets.All"/> when null.</param>
public sealed class SharedImages(IReadOnlyList<DataSet>? sets = null) : IDisposable
{
    private readonly IReadOnlyList<DataSet> _sets = sets ?? DataSets.All;
    private readonly Dictionary<DataChoice, (IImageSource Training, IImageSource Test)> _read = [];

    /// <summary>Whether only the images that were asked for last are kept: for a process that runs one training after another.</summary>
    public bool KeepsLastOnly { get; init; }

    /// <summary>The training set and the test set of a choice.</summary>
    /// <param name="choice">Which images.</param>
    /// <param name="cancellation">Ends the reading or drawing.</param>
    /// <exception cref="DataFileException">A file of the data set is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">There are no such images.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public (IImageSource Training, IImageSource Test) Of(DataChoice choice, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (_read.TryGetValue(choice, out var opened))
            return opened;
        if (KeepsLastOnly)
            Dispose();
        var set = DataSets.Find(_sets, choice.Name) ?? throw new ArgumentException($"data: unknown data set '{choice.Name}'.");
        return _read[choice] = set.Open(choice, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (training, test) in _read.Values)
        {
            training.Dispose();
            test.Dispose();
        }

        _read.Clear();
    }
}
