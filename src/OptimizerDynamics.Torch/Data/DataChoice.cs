using OptimizerDynamics.Rendering;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Data;

/// <summary>Which images a network is trained and tested with.</summary>
/// <param name="Name">The set's name: <see cref="Clean"/> or <see cref="Cluttered"/>, whose images are drawn, or that of a set whose files are in a folder.</param>
/// <param name="Folder">Where its files are; of no account where images are drawn.</param>
/// <param name="Size">Height and width of an image; 0 as they come, and 64 where they are drawn.</param>
/// <param name="Images">How many training images, the first ones; 0 for all, and 6,000 where they are drawn.</param>
/// <param name="TestImages">How many test images, the first ones; 0 for all, and 1,500 where they are drawn.</param>
/// <param name="Classes">How many classes of drawn objects, the first of the catalog; 0 for all 30.</param>
public sealed record DataChoice(string Name, string Folder = "", int Size = 0, long Images = 0, long TestImages = 0, int Classes = 0)
{
    /// <summary>Drawn objects before one even tone.</summary>
    public const string Clean = "objects-clean";

    /// <summary>The same objects before noise and pieces of other things.</summary>
    public const string Cluttered = "objects-cluttered";

    /// <summary>CIFAR-10 and CIFAR-100, read by <see cref="CifarSet"/>; what has another name is read by <see cref="IdxSet"/>.</summary>
    public const string Cifar10 = "cifar-10", Cifar100 = "cifar-100";

    /// <summary>Sets of JPEG files, read by <see cref="PictureFolder"/>.</summary>
    public const string TinyImageNet = "tiny-imagenet-200", ImageNet = "imagenet";

    /// <summary>The seed of drawn images: a set is the same for everybody.</summary>
    private const ulong Seed = 1;

    /// <summary>Height and width of drawn images where none is chosen.</summary>
    public const int DrawnSize = 64;

    /// <summary>Whether the images are drawn.</summary>
    public bool IsDrawn => Name is Clean or Cluttered;

    /// <summary>The images of drawn objects.</summary>
    /// <param name="name"><see cref="Clean"/> or <see cref="Cluttered"/>.</param>
    /// <param name="size">Height and width of an image; 0 for <see cref="DrawnSize"/>.</param>
    /// <param name="classes">How many classes, the first of the catalog; 0 for all.</param>
    /// <param name="isTest">Whether they are those of the test set.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such images.</exception>
    public static RenderedSet Rendered(string name, int size, int classes, bool isTest) =>
        new(size == 0 ? DrawnSize : size, name == Clean ? Background.Clean : Background.Cluttered, Seed, isTest, classes == 0 ? 30 : classes);

    /// <summary>Reads or draws the images.</summary>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="DataFileException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">Such images cannot be drawn, or the set has no classes to choose from.</exception>
    public (ImageSource Training, ImageSource Test) Read()
    {
        if (IsDrawn)
            return (Drawn(isTest: false, Images == 0 ? 6000 : Images), Drawn(isTest: true, TestImages == 0 ? 1500 : TestImages));
        if (Classes != 0)
            throw new ArgumentException($"{Name} has classes of its own: only drawn objects have a choice of classes.");
        if (Name is TinyImageNet or ImageNet)
            return Pictures();
        var (training, test) = Name switch
        {
            Cifar10 => CifarSet.Read10(Folder),
            Cifar100 => CifarSet.Read100(Folder),
            _ => IdxSet.Read(Name, Folder),
        };
        try
        {
            return (Fitted(training, Images), Fitted(test, TestImages));
        }
        catch
        {
            training.Dispose();
            test.Dispose();
            throw;
        }
    }

    private (ImageSource Training, ImageSource Test) Pictures()
    {
        var (training, test) = Name == TinyImageNet ? PictureFolder.TinyImageNet(Folder, Size == 0 ? 64 : Size, Images, TestImages) : PictureFolder.ImageNet(Folder, Size == 0 ? 224 : Size, Images, TestImages);
        try
        {
            return (training.InMemoryIfItFits(), test.InMemoryIfItFits());
        }
        catch
        {
            training.Dispose();
            test.Dispose();
            throw;
        }
    }

    private ImageSet Drawn(bool isTest, long count)
    {
        var set = Rendered(Name, Size, Classes, isTest);
        if (count * set.Size * set.Size > 0x7FFFFFC7)
            throw new ArgumentException($"{count} images of {set.Size} × {set.Size} pixels are more than 2 GiB.");
        using var scope = NewDisposeScope();
        var pixels = tensor(set.Draw(0, (int)count)).reshape(count, 1, set.Size, set.Size);
        return new ImageSet(Name, pixels, tensor([.. Enumerable.Range(0, (int)count).Select(i => (long)set.LabelOf(i))]), set.Classes);
    }

    private ImageSet Fitted(ImageSet set, long count)
    {
        if (count > 0)
            set = Replace(set, set.First(count));
        return Size > 0 && (set.Images.shape[2] != Size || set.Images.shape[3] != Size) ? Replace(set, set.Resized(Size)) : set;
    }

    private static ImageSet Replace(ImageSet before, ImageSet after)
    {
        before.Dispose();
        return after;
    }
}
