using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Images that are drawn of objects, before one even tone or before clutter.</summary>
/// <param name="isCluttered">Whether the objects stand before noise and pieces of other things.</param>
public abstract class DrawnSet(bool isCluttered) : DataSet
{
    /// <summary>Height and width of an image where none is chosen.</summary>
    public const int UsualSize = 64;

    private const int UsualImages = 6000, UsualTestImages = 1500;

    /// <summary>The seed of drawn images: a set is the same for everybody.</summary>
    private const ulong Seed = 1;

    /// <summary>Whether the objects stand before clutter.</summary>
    public bool IsCluttered { get; } = isCluttered;

    /// <inheritdoc/>
    public override string Name => FilesName + (IsCluttered ? "-cluttered" : "-clean");

    /// <summary>Where the objects come from.</summary>
    /// <param name="folder">The folder of their models.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFileException">A model is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ObjectSource Objects(string folder, CancellationToken cancellation = default)
    {
        try
        {
            return ReadObjects(folder, cancellation);
        }
        catch (InvalidDataException cause)
        {
            throw new DataFileException(cause.Message, cause);
        }
    }

    /// <summary>The images of objects.</summary>
    /// <param name="objects">Where they come from: <see cref="Objects"/>.</param>
    /// <param name="choice">How many classes, and how large.</param>
    /// <param name="isTest">Whether they are those of the test set.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such images.</exception>
    public RenderedSet Rendered(ObjectSource objects, DataChoice choice, bool isTest)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var background = IsCluttered ? Background.Cluttered : Background.Clean;
        return new RenderedSet(choice.Size == 0 ? UsualSize : choice.Size, background, Seed, isTest, choice.Classes, objects);
    }

    /// <inheritdoc/>
    public override (IImageSource Training, IImageSource Test) Open(DataChoice choice, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var objects = Objects(choice.Folder, cancellation);
        ImageSet Part(bool isTest, long count) => Draw(objects, choice, isTest, count, cancellation);
        return (Part(isTest: false, choice.Images == 0 ? UsualImages : choice.Images),
            Part(isTest: true, choice.TestImages == 0 ? UsualTestImages : choice.TestImages));
    }

    /// <summary>Reads the objects' models.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    protected abstract ObjectSource ReadObjects(string folder, CancellationToken cancellation);

    private ImageSet Draw(ObjectSource objects, DataChoice choice, bool isTest, long count, CancellationToken cancellation)
    {
        var set = Rendered(objects, choice, isTest);
        if (count * set.Size * set.Size > Array.MaxLength)
            throw new ArgumentException($"{count} images of {set.Size} × {set.Size} pixels are more than 2 GiB.");
        var labels = new int[count];
        for (var i = 0; i < count; i++)
            labels[i] = set.LabelOf(i);
        return new ImageSet(choice.Name, set.Draw(0, (int)count, cancellation), labels, 1, set.Size, set.Size, set.Classes)
        {
            Remark = RemarkOn(objects),
        };
    }

    private static string? RemarkOn(ObjectSource objects) => !objects.IsSplitByView ? null
        : $"too few models to keep some for the test (the class with fewest has {(objects as MeshLibrary)?.Fewest}): "
            + "training and test images show the same models from other sides";
}
