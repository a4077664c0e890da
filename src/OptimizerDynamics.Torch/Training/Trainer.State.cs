using System.Collections.Immutable;
using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

public sealed partial class Trainer
{
    private const string Magic = "OptimizerDynamics training 2";

    /// <summary>Writes all that a training needs to be gone on with: parameters, running statistics, what the optimizer remembers, and the curves so far.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    public void SaveState(Stream destination)
    {
        using var scope = NewDisposeScope();
        using (var writer = new BinaryWriter(destination, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Done);
            writer.Write(HasDiverged);
            writer.Write(_loss);
            writer.Write(_error);
            writer.Write(_since);
            writer.Write(_curve.Count);
            foreach (var point in _curve)
            {
                writer.Write(point.Iteration);
                writer.Write(point.Loss);
                writer.Write(point.Error);
                foreach (var values in point.Scale.Concat(point.Shift))
                    Write<float>(writer, [.. values.Select(value => (float)value)]);
                writer.Write(!point.Selectivity.IsEmpty);
                foreach (var values in point.Selectivity)
                    Write(writer, values.AsSpan());
            }

            using var parameters = _optimizer.Parameters.Values.cpu();
            if (Network.ElementType == ScalarType.Float64)
                Write(writer, parameters.data<double>().ToArray());
            else
                Write(writer, parameters.data<float>().ToArray());
            foreach (var (_, buffer) in Network.named_buffers())
                Write(writer, buffer.detach().cpu().to_type(ScalarType.Float64).data<double>().ToArray());
        }

        _optimizer.SaveState(destination);
    }

    /// <summary>How many steps had been taken at a state, from its first bytes alone.</summary>
    /// <param name="source">What <see cref="SaveState"/> wrote; left open.</param>
    /// <returns>The number; null where it is no state of a training, or cut off.</returns>
    public static long? DoneAt(Stream source)
    {
        try
        {
            using var reader = new BinaryReader(source, System.Text.Encoding.UTF8, leaveOpen: true);
            return reader.ReadString() == Magic ? reader.ReadInt64() : null;
        }
        catch (Exception cause) when (cause is EndOfStreamException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Goes on where <see cref="SaveState"/> stopped.</summary>
    /// <param name="source">What was written; left open, behind the state's last byte.</param>
    /// <exception cref="OptimizerStateException">It is the state of another training, or damaged. This one must not be used then: begin anew.</exception>
    public void LoadState(Stream source)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        try
        {
            using var reader = new BinaryReader(source, System.Text.Encoding.UTF8, leaveOpen: true);
            if (reader.ReadString() != Magic)
                throw new OptimizerStateException("It is no state of a training.");
            (Done, HasDiverged, _loss, _error, _since) = (reader.ReadInt64(), reader.ReadBoolean(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
            _curve.Clear();
            for (var count = reader.ReadInt32(); _curve.Count < count;)
            {
                var (iteration, loss, error) = (reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
                ImmutableArray<ImmutableArray<T>> Layers<T>() where T : unmanaged => [.. Network.FeatureLayers.Select(layer => ImmutableArray.Create(Read<T>(reader, layer.Features)))];
                ImmutableArray<ImmutableArray<double>> Values() => [.. Layers<float>().Select(layer => layer.Select(value => (double)value).ToImmutableArray())];
                _curve.Add(CurvePoint.Of(iteration, loss, error, Values(), Values()) with { Selectivity = reader.ReadBoolean() ? Layers<double>() : [] });
            }

            var parameters = _optimizer.Parameters.Values;
            parameters.copy_(Network.ElementType == ScalarType.Float64 ? tensor(Read<double>(reader, (int)parameters.numel())) : tensor(Read<float>(reader, (int)parameters.numel())));
            foreach (var (_, buffer) in Network.named_buffers())
                buffer.copy_(tensor(Read<double>(reader, (int)buffer.numel())).reshape(buffer.shape));
        }
        catch (Exception cause) when (cause is EndOfStreamException or FormatException)
        {
            throw new OptimizerStateException($"The state of the training is cut off or damaged: {cause.Message}", cause);
        }

        _optimizer.LoadState(source);
    }

    private static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
    }

    private static T[] Read<T>(BinaryReader reader, int expected) where T : unmanaged
    {
        var count = reader.ReadInt32();
        if (count != expected)
            throw new OptimizerStateException($"The state is of another network: expected {expected} numbers, found {count}.");
        var values = new T[count];
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan());
        return reader.BaseStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? values : throw new EndOfStreamException("numbers are missing at the end");
    }
}
