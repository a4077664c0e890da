using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Effective decay rates and surveys in a record.</summary>
public sealed class WatchedJsonTests
{
    [Theory]
    [InlineData(0, "0000a")]
    [InlineData(-0.0, "0000a")]
    [InlineData(1, "1000a")]
    [InlineData(1.2341e-6, "1234g")]
    [InlineData(-2.5, "B500a")]
    [InlineData(9.9996, "1000A")]
    [InlineData(-9.87e-25, "I870z")]
    [InlineData(9.9e-26, "0000a")]
    [InlineData(1e26, "1000Z")]
    [InlineData(1e27, "-----")]
    [InlineData(double.NaN, "-----")]
    [InlineData(double.NegativeInfinity, "-----")]
    public void A_number_has_five_characters(double value, string expected) => Assert.Equal(expected, FourDigitText.Of([value]));

    [Fact]
    public void What_is_written_is_read_to_four_digits()
    {
        var random = new CounterRandom(3, 0);
        double[] values = [.. Enumerable.Range(0, 2000).Select(
            i => random.At((ulong)i).Normal * Math.Pow(10, -25 + 51 * random.At((ulong)i).Uniform))];
        var read = FourDigitText.Read(FourDigitText.Of(values));
        Assert.All(values.Zip(read), of => Assert.True(
            of.Second == double.Parse(of.First.ToString("e3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            || (Math.Abs(of.First) < 1e-24 && of.Second == 0)));
        Assert.Equal(FourDigitText.Of(read), FourDigitText.Of(values));
        Assert.True(double.IsNaN(Assert.Single(FourDigitText.Read("-----"))));
    }

    [Theory]
    [InlineData("1234")]
    [InlineData("12345")]
    [InlineData("1x34g")]
    [InlineData("J234g")]
    [InlineData("1234gé")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => FourDigitText.Read(text));

    /// <summary>The limit is the issue's, for BasicNet at width 1/8 and its 232 features: measured 58 KB, 4.9 characters a number and the
    /// rest for what stands around them.</summary>
    [Fact]
    public void The_windows_of_a_training_fit_into_sixty_kilobytes_and_come_back()
    {
        var layers = Architectures.BasicNet.Build(1.0 / 8, 3, 10).FeatureLayers;
        ImmutableArray<ImmutableArray<double>> Values(double of) =>
            [.. layers.Select(layer => Enumerable.Repeat(of, layer.Features).ToImmutableArray())];
        ImmutableArray<DecayWindow> windows =
        [
            .. Enumerable.Range(1, 24).Select(number => new DecayWindow(number * 1000, number * 1000 + 999, Values(1.234e-5), Values(-5e-3))
            {
                Share = number == 3 ? Values(0.875) : [],
            }),
        ];
        ImmutableArray<SurveyPoint> surveys = [new SurveyPoint(7, Values(0.25), Values(0.125), Values(1), Values(-0.5))];
        var result = Result(layers) with { DecayRates = windows, Surveys = surveys };

        var json = result.ToJson();

        Assert.Equal(232, layers.Sum(layer => layer.Features));
        Assert.InRange(json["decayRates"]!.ToJsonString().Length, 50_000, 60_000);
        var read = TrainingResultJson.Read((JsonObject)JsonNode.Parse(json.ToJsonString())!);
        Assert.Equal(json.ToJsonString(), read.ToJson().ToJsonString());
        Assert.Equal(windows.Select(window => (window.First, window.Last)), read.DecayRates.Select(window => (window.First, window.Last)));
        Assert.Equal(windows[3].Filter.SelectMany(layer => layer), read.DecayRates[3].Filter.SelectMany(layer => layer));
        Assert.True(read.DecayRates[3].Share.IsEmpty);
        Assert.Equal(windows[2].Share.SelectMany(layer => layer), read.DecayRates[2].Share.SelectMany(layer => layer));
        Assert.Equal(surveys[0].Shift.SelectMany(layer => layer), read.Surveys[0].Shift.SelectMany(layer => layer));
    }

    [Fact]
    public void A_result_from_before_has_neither()
    {
        var json = Result([]).ToJson();
        Assert.False(json.ContainsKey("decayRates") || json.ContainsKey("surveys"));
        var read = TrainingResultJson.Read(json);
        Assert.True(read.DecayRates.IsEmpty && read.Surveys.IsEmpty);
    }

    private static TrainingResult Result(ImmutableArray<FeatureLayer> layers)
    {
        ImmutableArray<double> Of(FeatureLayer layer) => [.. new double[layer.Features]];
        var evaluation = new Evaluation(1, 0.5, 0.25);
        return new TrainingResult(
            ImmutableSortedDictionary<string, Evaluation>.Empty
                .Add(ResultNames.Training, evaluation).Add(ResultNames.Test, evaluation),
            ImmutableSortedDictionary<string, NetworkCost>.Empty.Add(ResultNames.Cost, new NetworkCost(1, 2)),
            [.. layers.Select(layer => new FeatureStatistics(layer.Name, Of(layer), Of(layer), Of(layer), Of(layer), Of(layer)))],
            [CurvePoint.Of(0, double.NaN, double.NaN, [], [])]);
    }
}
