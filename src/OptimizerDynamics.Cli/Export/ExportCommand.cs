using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Checkpoints;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn export</c>: a network that was trained here, for other programs.</summary>
internal static class ExportCommand
{
    private const string Safetensors = "safetensors", Onnx = "onnx";

    private const string Description =
        """
        Write a network that was trained here as safetensors or ONNX.

          optdyn train --network basicnet --width 0.125 --l2 1e-3 --keep-network
          optdyn export runs/train/ID.json --format onnx --out model.onnx
          optdyn export runs/train/ID.json --format safetensors --prune activation --out small.safetensors

        A record has only the digest of the network's parameters: --keep-network has them kept beside it.
        The checkpoint of a training that was interrupted (runs/STUDY/ID.checkpoint) is a network, too.

        ONNX reads an image's bytes as float32, [batch, channels, height, width], from 0 to 255, and
        normalizes them itself. Safetensors have the names of a state dict of PyTorch (features.0.weight,
        features.1.running_mean, classifier.0.bias), and in their metadata the graph, and the mean and
        deviation by which (byte - mean)/deviation is the input.
        """;

    public static Command Create(CommandContext context)
    {
        var source = new Argument<string>("network")
        {
            Description = "The record of a training (runs/train/ID.json), or a checkpoint (ID.trained, ID.checkpoint).",
        };
        var format = CommandOptions.Choice(
            "--format", "safetensors, for PyTorch and others, or onnx, which has the graph as well.", Safetensors, Onnx);
        var destination = CommandOptions.RequiredFile("--out", "Where the network goes. Written whole or not at all.");
        var prune = new Option<string?>("--prune")
        {
            Description = $"Leave features out, by a criterion and its amount, such as 'smallest-scale 0.5': {string.Join(
                ", ", context.Registry.PruningCriteria.Select(WordsOf))}.",
            HelpName = "criterion",
        };
        prune.CompletionSources.Add([.. context.Registry.PruningCriteria.Select(criterion => criterion.Name)]);
        var command = new Command("export", Description) { source, format, destination, prune };
        command.SetAction(parsed =>
        {
            var found = ExportSource.Find(parsed.GetRequiredValue(source));
            if (found.Note is { } note)
                context.Note(note);
            var network = parsed.GetValue(prune) is { } name ? found.Pruned(StepOf(context.Registry, name)) : found.Whole;
            Write(
                network, [found.Path, parsed.GetRequiredValue(source)], parsed.GetRequiredValue(format),
                parsed.GetRequiredValue(destination));
            Show(found.Whole.Graph, network.Graph, parsed.GetRequiredValue(destination), context.Output);
            return ExitCodes.Success;
        });
        return command;
    }

    private static string WordsOf(PruningCriterion criterion) =>
        criterion.IsUsual
            ? $"{criterion.Name} ({criterion.Label})"
            : $"{criterion.Name} with a {criterion.Amount!.Name} ({criterion.Label})";

    private static PruningStep StepOf(Registry registry, string text)
    {
        try
        {
            return PruningPlan.Parse(text, registry).Steps is [var only]
                ? only
                : throw new InputException($"--prune: expected one criterion with one amount, found '{text}'");
        }
        catch (FormatException cause)
        {
            throw new InputException($"--prune: {cause.Message}", cause);
        }
    }

    private static void Write(ExportedNetwork network, string[] sources, string format, string path)
    {
        if (sources.Any(source => AtomicFile.Resolve(path) == AtomicFile.Resolve(source)))
            throw new InputException($"--out: {path} is what is exported: expected another file");
        using var file = OutputFile.Create("--out", path);
        try
        {
            if (format == Onnx)
                OnnxExport.Write(file.Stream, network);
            else
                SafetensorsExport.Write(file.Stream, network);
        }
        catch (NotSupportedException cause)
        {
            throw new InputException($"--format: {cause.Message}", cause);
        }

        OutputFile.Do("--out", path, file.Commit);
    }

    private static void Show(NetworkGraph whole, NetworkGraph written, string path, TextWriter output)
    {
        var of = written.Equals(whole) ? "" : string.Create(CultureInfo.InvariantCulture, $" of {whole.Parameters.Length:#,0}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {written}, {written.Parameters.Length:#,0}{of} parameters"));
    }
}
