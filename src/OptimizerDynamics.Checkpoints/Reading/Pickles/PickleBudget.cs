namespace OptimizerDynamics.Checkpoints;

/// <summary>How much of a pickle may be read: a bound for time and memory.</summary>
/// <remarks>An instruction leaves an object of some 110 bytes at most, an empty dictionary; measured: 0.9 GB where all of the budget is
/// spent on those, by a file of 8 MB. A checkpoint has some 40 for each tensor, so these are 200,000 tensors in one file, twice those
/// of the largest published models, which come in many files.</remarks>
/// <param name="file">The file, for what is wrong with it.</param>
internal sealed class PickleBudget(SourceFile file)
{
    /// <summary>So many bytes of text count as a value.</summary>
    public const int BytesOfAValue = 16;

    private const long Most = 1 << 23;

    /// <summary>The values so far.</summary>
    public long Spent { get; private set; }

    /// <summary>Counts values before they are made.</summary>
    /// <param name="values">How many.</param>
    /// <exception cref="CheckpointFileException">They are too many.</exception>
    public void Spend(long values)
    {
        Spent += values;
        if (Spent > Most)
            throw file.Fault(
                $"has more than {Most} values beside its tensors: save the weights alone, torch.save(model.state_dict(), \"weights.pt\").");
    }
}
