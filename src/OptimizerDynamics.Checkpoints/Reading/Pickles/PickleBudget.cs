namespace OptimizerDynamics.Checkpoints;

/// <summary>How much of a pickle may be read: a bound for time and memory.</summary>
/// <remarks>An instruction leaves an object of some 100 bytes at most, an empty dictionary. A checkpoint has some 40 for each tensor: 16
/// million are those of 400,000 tensors, of which the largest published models have a quarter. Where all of them are spent on empty
/// dictionaries, memory comes to 2 GB.</remarks>
/// <param name="file">The file, for what is wrong with it.</param>
internal sealed class PickleBudget(SourceFile file)
{
    /// <summary>So many bytes of text count as a value.</summary>
    public const int BytesOfAValue = 16;

    private const long Most = 1 << 24;

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
