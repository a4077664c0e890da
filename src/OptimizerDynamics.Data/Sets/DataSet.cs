using System.Collections.Immutable;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>
/// A data set: what it is called, where its files are, what is wrong with them, how to get them, and how its images are read.
/// </summary>
/// <remarks>A set of one's own is one class derived from this one and one registration (<c>registry.With(set)</c>). What its images are has
/// to follow from
/// <see cref="Identity"/> and the <see cref="DataChoice"/> alone: results are kept under them.</remarks>
public abstract class DataSet
{
    /// <summary>The name that study files, records and options have for it: lower-case letters, digits and <c>-</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in texts.</summary>
    public abstract string Title { get; }

    /// <summary>How to get it, a clause: what a user is told who lacks it.</summary>
    public abstract string HowToGet { get; }

    /// <summary>The name of its files, which several sets can share: models are drawn before either background.</summary>
    public virtual string FilesName => Name;

    /// <summary>Whether it is read from files; if not, it is made by code and the same everywhere.</summary>
    public virtual bool NeedsFiles => true;

    /// <summary>Whether it is a format of folders, which a user names, and no set with a place of its own.</summary>
    public virtual bool IsFormat => false;

    /// <summary>How its training images are usually augmented.</summary>
    public virtual Augmentation UsualAugmentation => Augmentation.None;

    /// <summary>The archive that <c>optdyn data fetch</c> gets it from; null where there is none.</summary>
    public virtual DataArchive? Archive => null;

    /// <summary>The fingerprint of the files as they were published; null where it is not known.</summary>
    public virtual string? PublishedFingerprint => null;

    /// <summary>Where its files are looked for, in this order.</summary>
    /// <param name="root">The user's folder of data sets; null where there is none.</param>
    public virtual ImmutableArray<string> FoldersBelow(string? root) => [];

    /// <summary>Whether a folder that a user names is of this format.</summary>
    /// <param name="folder">The folder; it exists.</param>
    public virtual bool IsIn(string folder) => false;

    /// <summary>What is missing in a folder, or has the wrong size. Contents are not read.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public virtual ImmutableArray<string> Faults(string folder) => [];

    /// <summary>What is passed over in a folder, with counts and examples: a sentence each.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">The folder is not what it should be.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public virtual ImmutableArray<string> Notices(string folder) => [];

    /// <summary>A fingerprint of the files that images are read from (<see cref="DataFingerprint"/>).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>16 hexadecimal digits; empty for a set that needs no files.</returns>
    /// <exception cref="DataFileException">The folder is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public abstract string Fingerprint(string folder, CancellationToken cancellation = default);

    /// <summary>
    /// What a result depends on: the name where the files are the published ones, or where there are none; else the name, a colon and a
    /// fingerprint.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFileException">The folder is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public string Identity(string folder, CancellationToken cancellation = default)
    {
        if (!NeedsFiles)
            return Name;
        var fingerprint = Fingerprint(folder, cancellation);
        return fingerprint == PublishedFingerprint || Archive?.IsIn(folder, fingerprint) == true ? Name : $"{Name}:{fingerprint}";
    }

    /// <summary>Reads or draws the images.</summary>
    /// <param name="choice">Which of them, how large, and where the files are.</param>
    /// <param name="cancellation">Ends the reading or drawing.</param>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">The set has no such images.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public abstract (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default);

    /// <summary>Refuses a choice of classes, which drawn objects alone have.</summary>
    /// <param name="choice">The choice.</param>
    /// <exception cref="ArgumentException">It chooses classes.</exception>
    protected void RequireAllClasses(DataChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Classes != 0)
            throw new ArgumentException($"classes: {Name} has classes of its own; only drawn objects have a choice of classes.");
    }
}
