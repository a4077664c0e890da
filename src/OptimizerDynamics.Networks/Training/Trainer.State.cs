using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OptimizerDynamics.Networks;

public sealed partial class Trainer
{
    /// <summary>
    /// Writes a checkpoint: what it is of, θ, the running statistics, what the optimizer remembers, and what was seen so far. Its network
    /// can be read by itself (<see cref="SavedNetwork.Read"/>).
    /// </summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void SaveState(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using (var writer = new BinaryWriter(destination, Encoding.UTF8, leaveOpen: true))
        {
            new CheckpointHeader(StepCount, [.. _header.Value.Owner, .. SavedNetwork.Describe(Network.Graph, Input.Normalization)])
                .Write(writer);
            writer.Write(Divergence ?? "");
            writer.Write(_loss);
            writer.Write(_error);
            writer.Write(_since);
            writer.Write(_curve.Count);
            foreach (var point in _curve)
                Write(writer, point);
            WriteWatched(writer);
            Network.Read(_parameters, _statistics);
            Write<float>(writer, _parameters);
            Write<float>(writer, _statistics);
        }

        Network.SaveOptimizer(destination);
    }

    /// <summary>Resumes where <see cref="SaveState"/> stopped.</summary>
    /// <param name="source">What was written; left open, behind the checkpoint's last byte.</param>
    /// <exception cref="CheckpointException">The checkpoint is damaged, of another version, or of another backend, network or training; the
    /// message says what differs. This training is as it was.</exception>
    public void LoadState(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
            var header = CheckpointHeader.Read(reader);
            _header.Value.RequireSameOwner(header);
            var divergence = reader.ReadString();
            var (loss, error, since) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
            var curve = new List<CurvePoint>();
            for (var count = reader.ReadInt32(); curve.Count < count;)
                curve.Add(ReadPoint(reader, Network.Graph));
            var watched = ReadWatched(reader, Network.Graph);
            var parameters = Read<float>(reader, _parameters.Length);
            var statistics = Read<float>(reader, _statistics.Length);
            Network.LoadOptimizer(source);

            // Nothing was changed before everything was read.
            Network.Load(parameters, statistics);
            (StepCount, Divergence) = (header.StepCount, divergence.Length == 0 ? null : divergence);
            (_loss, _error, _since) = (loss, error, since);
            _curve.Clear();
            _curve.AddRange(curve);
            _surveys.Clear();
            _surveys.AddRange(watched.Surveys);
            _deaths.Clear();
            _deaths.AddRange(watched.Deaths);
            _decay.Resume(watched.Closed, watched.Open);
        }
        catch (Exception cause) when (cause is EndOfStreamException or FormatException)
        {
            throw new CheckpointException("It is cut off or damaged.", cause);
        }
        catch (OptimizerStateException cause)
        {
            throw new CheckpointException($"Its optimizer cannot be resumed: {cause.Message}", cause);
        }
    }

    /// <summary>All that decides about the numbers of a training.</summary>
    private List<KeyValuePair<string, string>> Owner(Chain chain)
    {
        static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
        var graph = Network.Graph;
        var layers = Encoding.UTF8.GetBytes($"{string.Join('\n', graph.Layers)}\n{graph.Parameters}");
        return
        [
            new("backend", Backend.Name),
            new("network", $"{graph} of {string.Join("-", graph.FeatureLayers.Select(layer => Text(layer.Features)))} features"),
            new("layers", Convert.ToHexStringLower(SHA256.HashData(layers))[..16]),
            new("images", string.Create(
                CultureInfo.InvariantCulture,
                $"{_images.Count} of {_images.Name}, {_images.Channels} × {_images.Height} × {_images.Width}, {_images.Classes} classes")),
            new("optimizer", chain.ToString()),
            new("batchSize", Text(_options.BatchSize)),
            new("iterations", Text(_options.Iterations)),
            new("seed", Text(_options.Seed)),
            new("augmentation", _options.Augmentation.ToString()),
            new("curvePoints", Text(_options.CurvePoints)),
            new("trial", _options.Identity),
        ];
    }

    private static void Write(BinaryWriter writer, CurvePoint point)
    {
        writer.Write(point.Iteration);
        writer.Write(point.Loss);
        writer.Write(point.Error);
        // γ and β are float32 numbers.
        foreach (var values in point.Scale.Concat(point.Shift))
            Write<float>(writer, [.. values.Select(value => (float)value)]);
        writer.Write(!point.Selectivity.IsEmpty);
        foreach (var values in point.Selectivity)
            Write(writer, values.AsSpan());
    }

    /// <summary>θ and the running statistics of a checkpoint, of which the header has been read.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    internal static (float[] Parameters, float[] Statistics) ReadNumbers(BinaryReader reader, NetworkGraph graph)
    {
        reader.ReadString(); // the divergence, and then loss, error and iterations since the last point
        reader.ReadDouble();
        reader.ReadDouble();
        reader.ReadInt64();
        for (var count = reader.ReadInt32(); count > 0; count--)
            ReadPoint(reader, graph);
        ReadWatched(reader, graph);
        return (Read<float>(reader, graph.Parameters.Length), Read<float>(reader, graph.Statistics?.Length ?? 0));
    }

    private static CurvePoint ReadPoint(BinaryReader reader, NetworkGraph graph)
    {
        var (iteration, loss, error) = (reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
        ImmutableArray<ImmutableArray<double>> Layers<T>() where T : unmanaged, INumber<T> =>
            [.. graph.FeatureLayers.Select(
                layer => Read<T>(reader, layer.Features).Select(double.CreateChecked).ToImmutableArray())];
        var point = CurvePoint.Of(iteration, loss, error, Layers<float>(), Layers<float>());
        return reader.ReadBoolean() ? point with { Selectivity = Layers<double>() } : point;
    }

    /// <summary>Writes numbers, with their count before them.</summary>
    internal static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged
    {
        writer.Write(values.Length);
        for (; values.Length > 0; values = values[Portion(values.Length)..])
            writer.Write(MemoryMarshal.AsBytes(values[..Portion(values.Length)]));
    }

    /// <summary>Reads what <see cref="Write{T}"/> wrote.</summary>
    /// <exception cref="CheckpointException">There are more or fewer numbers.</exception>
    internal static T[] Read<T>(BinaryReader reader, int expected) where T : unmanaged
    {
        var count = reader.ReadInt32();
        if (count != expected)
            throw new CheckpointException($"It is damaged: expected {expected} numbers, found {count}.");
        var values = new T[count];
        for (var rest = values.AsSpan(); rest.Length > 0; rest = rest[Portion(rest.Length)..])
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rest[..Portion(rest.Length)]));
        return values;
    }

    /// <summary>Large vectors have more bytes than a span can count.</summary>
    private static int Portion(int length) => Math.Min(length, 1 << 20);
}
