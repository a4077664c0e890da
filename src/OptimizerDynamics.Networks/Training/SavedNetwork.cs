using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Networks;

/// <summary>The network in a checkpoint of a training, which can be used without its training.</summary>
/// <param name="Graph">The network.</param>
/// <param name="Parameters">θ, as <see cref="NetworkGraph.Parameters"/> lays it out.</param>
/// <param name="Statistics">The running statistics, as <see cref="NetworkGraph.Statistics"/> lays them out.</param>
/// <param name="Normalization">Makes numbers of the images' bytes.</param>
/// <param name="StepCount">The number of steps that had been taken.</param>
public sealed record SavedNetwork(
    NetworkGraph Graph, float[] Parameters, float[] Statistics, ChannelNormalization Normalization, long StepCount)
{
    private const string GraphKey = "graph", MeanKey = "mean", DeviationKey = "deviation";

    /// <summary>Reads the network of a checkpoint that <see cref="Trainer.SaveState"/> wrote.</summary>
    /// <param name="source">The checkpoint; left open.</param>
    /// <exception cref="CheckpointException">It is none, is damaged, or of an earlier version that did not say what its network
    /// is.</exception>
    public static SavedNetwork Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
            var header = CheckpointHeader.Read(reader);
            var graph = GraphJson.Read(ValueOf(header, GraphKey));
            var (parameters, statistics) = Trainer.ReadNumbers(reader, graph);
            var normalization = new ChannelNormalization(
                [.. Numbers(ValueOf(header, MeanKey))], [.. Numbers(ValueOf(header, DeviationKey))]);
            return new SavedNetwork(graph, parameters, statistics, normalization, header.StepCount);
        }
        catch (Exception cause) when (cause is EndOfStreamException or FormatException)
        {
            throw new CheckpointException("It is cut off or damaged.", cause);
        }
    }

    /// <summary>What a checkpoint says of its network beside whose it is.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="normalization">Makes numbers of the images' bytes.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Describe(NetworkGraph graph, ChannelNormalization normalization) =>
    [
        new(GraphKey, GraphJson.Write(graph)),
        new(MeanKey, Text(normalization.Mean)),
        new(DeviationKey, Text(normalization.Deviation)),
    ];

    private static string ValueOf(CheckpointHeader header, string key) =>
        header.Owner.FirstOrDefault(entry => entry.Key == key).Value
            ?? throw new CheckpointException($"It does not say its {key}: it was written by an earlier version of the program.");

    private static string Text(IEnumerable<double> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static IEnumerable<double> Numbers(string text) =>
        text.Split(' ').Select(number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
}
