using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What a contact sheet shows.</summary>
/// <param name="Data">The objects: a name, or a folder of models.</param>
/// <param name="IsCluttered">Whether they stand before clutter.</param>
/// <param name="Size">Height and width of an image in pixels.</param>
/// <param name="Classes">Classes, the first of them; 0 for all.</param>
/// <param name="Each">Images of each class.</param>
/// <param name="Zoom">How many pixels wide and high each of their pixels is drawn.</param>
/// <param name="Seed">The set's seed.</param>
/// <param name="IsTest">Whether the images are those of the test set.</param>
internal sealed record SheetOptions(string Data, bool IsCluttered, int Size, int Classes, int Each, int Zoom, ulong Seed, bool IsTest);

/// <summary><c>optdyn data render</c>: a contact sheet.</summary>
internal static class RenderCommand
{
    private const string Description =
        """
        Draw a contact sheet: some images of every class of objects, two classes a row.

          optdyn data render --out objects.png
          optdyn data render --background cluttered --size 16 --classes 10 --each 10 --zoom 3 --out objects.png
        """;

    public static Command Create(CommandContext context)
    {
        var registry = context.Registry;
        var data = new Option<string>("--data")
        {
            Description = $"The objects: {string.Join(", ", Names(registry))}, or a folder of models, with a folder for each class.",
            HelpName = "set or folder",
            DefaultValueFactory = _ => Names(registry)[0],
        };
        var destination = CommandOptions.RequiredFile("--out", "The image's file, a PNG.");
        var background = CommandOptions.Choice("--background", "What is behind the objects.", "clean", "cluttered");
        var size = CommandOptions.WholeNumber("--size", "Height and width of an image.", DrawnSet.UsualSize, 8, 256);
        var classes = CommandOptions.WholeNumber("--classes", "Classes, the first of them; all when left out.", 0, 1, int.MaxValue);
        var each = CommandOptions.WholeNumber("--each", "Images of each class.", 8, 1, 64);
        var zoom = CommandOptions.WholeNumber("--zoom", "How many pixels wide and high each of their pixels is drawn.", 1, 1, 16);
        var seed = CommandOptions.WholeNumber("--seed", "The set's seed.", 1, 0, long.MaxValue);
        var isTest = new Option<bool>("--test") { Description = "The test set's images." };
        var command = new Command("render", Description) { destination, data, background, size, classes, each, zoom, seed, isTest };
        command.SetAction(parsed =>
        {
            using var end = new EndRequest();
            var options = new SheetOptions(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(background) == "cluttered", (int)parsed.GetValue(size),
                (int)parsed.GetValue(classes),
                (int)parsed.GetValue(each), (int)parsed.GetValue(zoom), (ulong)parsed.GetValue(seed), parsed.GetValue(isTest));
            Render(options, parsed.GetRequiredValue(destination), context, end.Token);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Render(SheetOptions options, string path, CommandContext context, CancellationToken cancellation)
    {
        var background = options.IsCluttered ? Background.Cluttered : Background.Clean;
        var objects = ObjectsOf(context.Registry, options, cancellation);
        if (options.Classes > objects.Names.Count)
            throw new InputException($"--classes: expected at most {objects.Names.Count}, found {options.Classes}");
        var set = new RenderedSet(options.Size, background, options.Seed, options.IsTest, options.Classes, objects);
        var (png, width, height) = ContactSheet.Draw(set, options.Each, options.Zoom);
        AtomicFile.Write(path, png);
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{path}: {width} × {height} pixels; {string.Join(", ", set.Names)}"));
    }

    private static ObjectSource ObjectsOf(Registry registry, SheetOptions options, CancellationToken cancellation)
    {
        var (name, isFolder) = (options.Data, Directory.Exists(options.Data));
        if (!isFolder && !Names(registry).Contains(name))
            throw new InputException(
                $"--data: there is no folder '{name}', and {Nearest.Unknown("set of objects", name, Names(registry))}");
        var named = isFolder ? name : name + (options.IsCluttered ? "-cluttered" : "-clean");
        var known = KnownData.Find(registry, named, options.IsCluttered, cancellation);
        if (known.Set is not DrawnSet set)
            throw new InputException(
                $"--data: expected a folder with a folder of models (.off, .obj) for each class, found images in '{name}'");
        try
        {
            return set.Objects(known.Folder, cancellation);
        }
        catch (Exception cause) when (cause is DataFileException or IOException)
        {
            throw new InputException($"--data: {cause.Message}", cause);
        }
    }

    private static string[] Names(Registry registry) =>
        [.. registry.DataSets.OfType<DrawnSet>().Where(set => !set.IsFormat).Select(set => set.FilesName).Distinct()];
}
