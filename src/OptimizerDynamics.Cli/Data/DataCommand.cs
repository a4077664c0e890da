using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn data</c>: which images there are, where to get them, and what drawn ones look like.</summary>
internal static class DataCommand
{
    private const string Objects = "objects";

    public static Command Create(TextWriter output)
    {
        var list = new Command("list", "List the data sets, and whether they are here.");
        list.SetAction(_ =>
        {
            List(output);
            return CommandLine.Success;
        });

        var data = new Option<string>("--data") { Description = "The objects: 'objects', made by code; 'furniture'; 'objectnet3d'; or a folder of models, of a folder for each class.", HelpName = "set or folder", DefaultValueFactory = _ => Objects };
        var destination = CommandOptions.RequiredFile("--out", "The picture's file, a PNG.");
        var background = CommandOptions.Choice("--background", "What is behind the objects.", "clean", "cluttered");
        var size = CommandOptions.WholeNumber("--size", "Height and width of an image.", 64, 8, 256);
        var each = CommandOptions.WholeNumber("--each", "Images of each class.", 8, 1, 64);
        var seed = CommandOptions.WholeNumber("--seed", "The set's seed.", 1, 0, long.MaxValue);
        var isTest = new Option<bool>("--test") { Description = "The test set's images." };
        var render = new Command("render", "Draw a contact sheet: some images of every class of objects, two classes a row.") { destination, data, background, size, each, seed, isTest };
        render.SetAction(parsed =>
        {
            var isCluttered = parsed.GetRequiredValue(background) == "cluttered";
            var objects = Source(parsed.GetRequiredValue(data), isCluttered);
            var set = new RenderedSet(
                (int)parsed.GetValue(size), isCluttered ? Background.Cluttered : Background.Clean, (ulong)parsed.GetValue(seed), parsed.GetValue(isTest), source: objects);
            Sheet(set, (int)parsed.GetValue(each), parsed.GetRequiredValue(destination), output);
            return CommandLine.Success;
        });
        return new Command("data", "List, fetch and verify data sets, and draw contact sheets of rendered ones.") { list, VerifyCommand.Create(output), FetchCommand.Create(output), render };
    }

    private static ObjectSource Source(string nameOrFolder, bool isCluttered)
    {
        string[] sets = [Objects, "furniture", "objectnet3d"];
        if (!Directory.Exists(nameOrFolder) && !sets.Contains(nameOrFolder))
            throw new InputException($"--data: there is no folder '{nameOrFolder}', and {Nearest.Unknown("set of objects", nameOrFolder, sets)}");
        var known = KnownData.Find(Directory.Exists(nameOrFolder) ? nameOrFolder : nameOrFolder + (isCluttered ? "-cluttered" : "-clean"), isCluttered);
        var choice = new DataChoice(known.Name, known.Folder);
        if (!choice.IsDrawn)
            throw new InputException($"--data: expected a folder with a folder of models (.off, .obj) for each class, found images in '{nameOrFolder}'");
        try
        {
            return choice.Objects();
        }
        catch (Exception e) when (e is DataFileException or IOException)
        {
            throw new InputException($"--data: {e.Message}", e);
        }
    }

    private static void List(TextWriter output)
    {
        foreach (var name in new[] { DataChoice.Clean, DataChoice.Cluttered })
            output.WriteLine($"{name,-20} drawn: {ObjectCatalog.All.Length} classes, any size from 8 to 256 pixels");
        foreach (var facts in DataSets.Find(Environment.GetEnvironmentVariable(DataSets.Variable)))
            output.WriteLine($"{facts.Name,-20} {(facts.State == DataSetState.Found ? facts.Path : $"not here: {string.Join("; ", facts.Faults)}")}");
    }

    private static void Sheet(RenderedSet set, int each, string path, TextWriter output)
    {
        var (png, width, height) = ContactSheet.Draw(set, each, zoom: 1);
        AtomicFile.Write(path, png);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {width} × {height} pixels; {string.Join(", ", set.Names)}"));
    }
}
