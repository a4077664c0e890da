using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <content>Surveys, effective decay rates (double precision, whole) and deaths in a checkpoint.</content>
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

        writer.Write(_deaths.Count);
        foreach (var point in _deaths)
        {
            writer.Write(point.Iteration);
            Write(writer, point.Inactive.AsSpan());
        }

        writer.Write(_decay.Closed.Count);
        foreach (var window in _decay.Closed)
        {
            writer.Write(window.First);
            writer.Write(window.Last);
            foreach (var values in window.Scale.Concat(window.Filter).Concat(window.Share))
                Write(writer, values.AsSpan());
        }

        var open = _decay.ReadOpen();
        Write<double>(writer, open.Products);
        Write<double>(writer, open.Squares);
        Write<double>(writer, open.ByDecay);
        Write<double>(writer, open.ByLoss);
    }

    private static (List<SurveyPoint> Surveys, List<DeathPoint> Deaths, List<DecayWindow> Closed, DecaySums Open) ReadWatched(
        BinaryReader reader, NetworkGraph graph)
    {
        ImmutableArray<ImmutableArray<double>> Layers(Func<FeatureLayer, int>? length = null) =>
            [.. graph.FeatureLayers.Select(layer => Read<double>(reader, length?.Invoke(layer) ?? layer.Features).ToImmutableArray())];
        var (surveys, deaths) = (new List<SurveyPoint>(), new List<DeathPoint>());
        var (closed, open) = (new List<DecayWindow>(), new DecaySums(graph));
        for (var count = reader.ReadInt32(); surveys.Count < count;)
            surveys.Add(new SurveyPoint(reader.ReadInt64(), Layers(), Layers(), Layers(), Layers()));
        for (var count = reader.ReadInt32(); deaths.Count < count;)
            deaths.Add(new DeathPoint(reader.ReadInt64(), [.. Read<int>(reader, graph.FeatureLayers.Length)]));
        for (var count = reader.ReadInt32(); closed.Count < count;)
        {
            static int Scales(FeatureLayer layer) => layer.Normalization is null ? 0 : layer.Features;
            closed.Add(new DecayWindow(reader.ReadInt64(), reader.ReadInt64(), Layers(Scales), Layers()) { Share = Layers(Scales) });
        }

        Read<double>(reader, open.Products.Length).CopyTo(open.Products, 0);
        foreach (var sums in (double[][])[open.Squares, open.ByDecay, open.ByLoss])
            Read<double>(reader, sums.Length).CopyTo(sums, 0);
        return (surveys, deaths, closed, open);
    }
}
