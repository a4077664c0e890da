using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Data;

/// <summary>Which images a network is trained and tested with.</summary>
/// <param name="Name">The set's name: <see cref="Clean"/> or <see cref="Cluttered"/>, whose images are drawn, or that of a set whose files are in a folder.</param>
/// <param name="Folder">Where its files are; of no account where images are drawn.</param>
/// <param name="Size">Height and width of an image; 0 as they come, and 64 where they are drawn.</param>
/// <param name="Images">How many training images, the first ones; 0 for all, and 6,000 where they are drawn.</param>
/// <param name="TestImages">How many test images, the first ones; 0 for all, and 1,500 where they are drawn.</param>
/// <param name="Classes">How many classes of drawn objects, the first of them; 0 for all.</param>
public sealed record DataChoice(string Name, string Folder = "", int Size = 0, long Images = 0, long TestImages = 0, int Classes = 0)
{
    /// <summary>Drawn objects before one even tone.</summary>
    public const string Clean = "objects-clean";

    /// <summary>The same objects before noise and pieces of other things.</summary>
    public const string Cluttered = "objects-cluttered";

    /// <summary>The furniture models of Debian's package <c>sweethome3d-furniture</c>, drawn like those.</summary>
    public const string FurnitureClean = "furniture-clean", FurnitureCluttered = "furniture-cluttered";

    /// <summary>ObjectNet3D's models, drawn like those.</summary>
    public const string ObjectNetClean = "objectnet3d-clean", ObjectNetCluttered = "objectnet3d-cluttered";

    /// <summary>How the name of a folder of models begins; a colon and what tells the folder from others follow.</summary>
    public const string MeshesClean = "meshes-clean", MeshesCluttered = "meshes-cluttered";

    /// <summary>CIFAR-10 and CIFAR-100, read by <see cref="Cifar"/>; what has another name is read by <see cref="IdxFolder"/>.</summary>
    public const string Cifar10 = "cifar-10", Cifar100 = "cifar-100";

    /// <summary>Sets of JPEG files, read by <see cref="ImageFolder"/>.</summary>
    public const string TinyImageNet = "tiny-imagenet-200", ImageNet = "imagenet";

    /// <summary>The seed of drawn images: a set is the same for everybody.</summary>
    private const ulong Seed = 1;

    /// <summary>Height and width of drawn images where none is chosen.</summary>
    public const int DrawnSize = 64;

    /// <summary>Whether the images are drawn.</summary>
    public bool IsDrawn => Kind.EndsWith("-clean", StringComparison.Ordinal) || Kind.EndsWith("-cluttered", StringComparison.Ordinal);

    private string Kind => Name.Split(':')[0];

    /// <summary>Where the objects of drawn images come from.</summary>
    /// <exception cref="DataFileException">A model is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public ObjectSource Objects()
    {
        try
        {
            return Kind switch
            {
                Clean or Cluttered => ObjectCatalog.Source,
                FurnitureClean or FurnitureCluttered => FurnitureLibrary.Read(Folder),
                _ => MeshLibrary.ReadFolder(Folder),
            };
        }
        catch (InvalidDataException cause)
        {
            throw new DataFileException(cause.Message, cause);
        }
    }

    /// <summary>The images of drawn objects.</summary>
    /// <param name="objects">Where they come from: <see cref="Objects"/>.</param>
    /// <param name="isTest">Whether they are those of the test set.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such images.</exception>
    public RenderedSet Rendered(ObjectSource objects, bool isTest) =>
        new(Size == 0 ? DrawnSize : Size, Kind.EndsWith("-clean", StringComparison.Ordinal) ? Background.Clean : Background.Cluttered, Seed, isTest, Classes, objects);

    /// <summary>Reads or draws the images.</summary>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">Such images cannot be drawn, or the set has no classes to choose from.</exception>
    public (IImageSource Training, IImageSource Test) Read()
    {
        if (IsDrawn)
        {
            var objects = Objects();
            return (Drawn(objects, isTest: false, Images == 0 ? 6000 : Images), Drawn(objects, isTest: true, TestImages == 0 ? 1500 : TestImages));
        }

        if (Classes != 0)
            throw new ArgumentException($"{Name} has classes of its own: only drawn objects have a choice of classes.");
        if (Name is TinyImageNet or ImageNet)
            return Pictures();
        var (training, test) = Name switch
        {
            Cifar10 => Cifar.Read10(Folder),
            Cifar100 => Cifar.Read100(Folder),
            _ => IdxFolder.Read(Name, Folder),
        };
        return (Fitted(training, Images), Fitted(test, TestImages));
    }

    private (IImageSource Training, IImageSource Test) Pictures()
    {
        var (training, test) = Name == TinyImageNet ? ImageFolder.TinyImageNet(Folder, Size == 0 ? 64 : Size, Images, TestImages) : ImageFolder.ImageNet(Folder, Size == 0 ? 224 : Size, Images, TestImages);
        return (training.InMemoryIfItFits(), test.InMemoryIfItFits());
    }

    private ImageSet Drawn(ObjectSource objects, bool isTest, long count)
    {
        var set = Rendered(objects, isTest);
        if (count * set.Size * set.Size > 0x7FFFFFC7)
            throw new ArgumentException($"{count} images of {set.Size} × {set.Size} pixels are more than 2 GiB.");
        return new ImageSet(Name, set.Draw(0, (int)count), [.. Enumerable.Range(0, (int)count).Select(i => set.LabelOf(i))], 1, set.Size, set.Size, set.Classes)
        {
            Remark = objects.IsSplitByView ? $"too few models to keep some for the test (the class with fewest has {(objects as MeshLibrary)?.Fewest}): training and test images show the same models from other sides" : null,
        };
    }

    private ImageSet Fitted(ImageSet set, long count)
    {
        var fitting = count > 0 ? set.First((int)Math.Min(count, int.MaxValue)) : set;
        return Size > 0 ? fitting.Resized(Size) : fitting;
    }
}
