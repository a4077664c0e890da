using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <content>Surveys and effective decay rates in a checkpoint: double precision, whole.</content>
public sealed partial class Trainer
{
    private void WriteWatched(BinaryWriter writer)
    {
        writer.Write(_surveys.Count);
        foreach (var survey in _surveys)
        {
            writer.Write(survey.Iteration);
            foreach (var values in survey.Firing.Concat(survey.Selectivity).Concat(survey.Scale).Concat(survey.Shift))
                Write(writer, values.AsSpan());
        }

        writer.Write(_decay.Closed.Count);
        foreach (var window in _decay.Closed)
        {
            writer.Write(window.First);
            writer.Write(window.Last);
            foreach (var values in window.Scale.Concat(window.Filter))
                Write(writer, values.AsSpan());
        }

        var open = _decay.ReadOpen();
        Write<double>(writer, open.Products);
        Write<double>(writer, open.Squares);
    }

    private static (List<SurveyPoint> Surveys, List<DecayWindow> Closed, DecaySums Open) ReadWatched(
        BinaryReader reader, NetworkGraph graph)
    {
        ImmutableArray<ImmutableArray<double>> Layers(Func<FeatureLayer, int>? length = null) =>
            [.. graph.FeatureLayers.Select(layer => Read<double>(reader, length?.Invoke(layer) ?? layer.Features).ToImmutableArray())];
        var (surveys, closed, open) = (new List<SurveyPoint>(), new List<DecayWindow>(), new DecaySums(graph));
        for (var count = reader.ReadInt32(); surveys.Count < count;)
            surveys.Add(new SurveyPoint(reader.ReadInt64(), Layers(), Layers(), Layers(), Layers()));
        for (var count = reader.ReadInt32(); closed.Count < count;)
        {
            closed.Add(new DecayWindow(
                reader.ReadInt64(), reader.ReadInt64(), Layers(layer => layer.Normalization is null ? 0 : layer.Features), Layers()));
        }

        Read<double>(reader, open.Products.Length).CopyTo(open.Products, 0);
        Read<double>(reader, open.Squares.Length).CopyTo(open.Squares, 0);
        return (surveys, closed, open);
    }
}
