using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>Some images of every class of drawn objects side by side, two classes a row.</summary>
internal static class ContactSheet
{
    private const int Gap = 2, Each = 10, Width = 1200;

    /// <summary>
    /// The sheets of the drawn sets that some trials train on, where they need no files: ten images of each class, enlarged where they are
    /// small.
    /// </summary>
    public static IEnumerable<Picture> Of(IEnumerable<TrainingTrial> trials) =>
        from trial in trials
        let drawn = DataSets.Find(Composition.Registry.DataSets, trial.Data) as DrawnObjects
        where drawn is not null
        group drawn by (trial.Data, Size: trial.Size == 0 ? DrawnSet.UsualSize : trial.Size, trial.Classes) into sets
        orderby sets.Key
        let choice = new DataChoice(sets.Key.Data, Size: sets.Key.Size, Classes: sets.Key.Classes)
        let set = sets.First().Rendered(ObjectCatalog.Source, choice, isTest: false)
        let name = $"images-{sets.Key.Data["objects-".Length..]}-{sets.Key.Size}{(sets.Key.Classes == 0 ? "" : $"-of-{sets.Key.Classes}")}"
        let title = $"{sets.Key.Data}: {Each} training images of each of {set.Classes} classes, {sets.Key.Size} × {sets.Key.Size} pixels"
        select new Picture(name, title, [.. Draw(set, Each, Math.Max(1, Width / (2 * Each * sets.Key.Size))).Png]);

    /// <summary>Draws a sheet.</summary>
    /// <param name="set">The images.</param>
    /// <param name="each">How many of each class.</param>
    /// <param name="zoom">How many pixels wide and high each of their pixels is drawn.</param>
    /// <returns>The picture as a PNG, and its width and height in pixels.</returns>
    public static (byte[] Png, int Width, int Height) Draw(RenderedSet set, int each, int zoom)
    {
        var (size, columns, rows) = (set.Size * zoom, 2 * each, (set.Classes + 1) / 2);
        var (width, height) = (columns * (size + Gap) - Gap, rows * (size + Gap) - Gap);
        var sheet = new byte[width * height];
        var (rasterizer, image) = (new Rasterizer(set.Size), new byte[set.Size * set.Size]);
        for (var label = 0; label < set.Classes; label++)
        {
            for (var i = 0; i < each; i++)
            {
                set.Draw(label + (long)i * set.Classes, rasterizer, image);
                var (left, top) = ((label % 2 * each + i) * (size + Gap), label / 2 * (size + Gap));
                for (var row = 0; row < size; row++)
                {
                    for (var column = 0; column < size; column++)
                        sheet[(top + row) * width + left + column] = image[row / zoom * set.Size + column / zoom];
                }
            }
        }

        return (GrayPicture.ToPng(sheet, width, height), width, height);
    }
}
