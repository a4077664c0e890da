using System.Globalization;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The answer that a reader came for: did filters die, which layers lost them, and did decay do it, as far as the file
/// tells.</summary>
public static class InspectionAnswer
{
    private const int MostNamed = 3;

    /// <summary>The answer, one or a few sentences in one line.</summary>
    /// <param name="reading">What was read.</param>
    public static string Of(CheckpointReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return string.Join(' ', Sentences(reading).Where(sentence => sentence.Length > 0));
    }

    private static IEnumerable<string> Sentences(CheckpointReading reading)
    {
        var norms = reading.BatchNorms.ToList();
        if (norms.Count == 0)
        {
            yield return WithoutBatchNorm(reading);
            yield break;
        }

        var broken = norms.Sum(layer => (long)layer.NotFinite);
        if (broken > 0)
            yield return $"{Count(broken, "γ", "γ")} of {Count(reading.Sum(layer => layer.Features), "feature")} "
                + $"{(broken == 1 ? "is" : "are")} "
                + "not finite: the training diverged, or the file is damaged.";
        if (norms.TrueForAll(layer => layer.Scale.IsEmpty))
        {
            yield return "No batch normalization of this file has a γ (affine=False, or merged into the convolutions), so no filter is "
                + "told alive "
                + "or dead by it.";
            yield break;
        }

        yield return Deaths(norms);
        yield return Untrained(norms);
        if (DeadOf(norms) > 0)
            yield return Cause(reading, norms);
    }

    private static string WithoutBatchNorm(CheckpointReading reading)
    {
        const string What = "there is no batch normalization in this file, so no filter is told alive or dead by its γ";
        if (reading.Layers.IsEmpty)
            return $"Nothing to tell: {What}, nor is there another normalization.";
        var kinds = reading.Layers.CountBy(layer => layer.Layer.Kind).Select(kind => $"{kind.Value} × {kind.Key.Title()}");
        var small = reading.Layers.Sum(layer => (long)layer.Below);
        return $"Nothing to tell of dead filters: {What}. There is {string.Join(", ", kinds)}, whose small γ "
            + $"({small.ToString("#,0", CultureInfo.InvariantCulture)} with |γ| < 1e-3) make a feature small and do not say that a filter "
            + $"died: "
            + "the mechanism of the paper is one of BatchNorm and ReLU.";
    }

    private static string Deaths(List<LayerReading> norms)
    {
        var (dead, features) = (DeadOf(norms), norms.Where(layer => !layer.Scale.IsEmpty).Sum(layer => (long)layer.Features));
        var all = $"of {Count(features, "feature")} in {Count(norms.Count, "BatchNorm layer")}";
        if (dead == 0)
        {
            var smallest = norms.Where(layer => layer.Scale.Any(double.IsFinite) && !layer.IsAllZero).MinBy(Smallest);
            return $"No filter died: {all} none has |γ| < 1e-3"
                + (smallest is null ? "." : $" (the smallest is {Number(Smallest(smallest))}, in {smallest.Layer.Name}).");
        }

        var layers = norms.Where(layer => layer.Below > 0 && !layer.IsAllZero).OrderByDescending(layer => layer.Below).ToList();
        var named = layers.Take(MostNamed).Select(layer => $"{layer.Layer.Name} ({layer.Below} of {layer.Features})");
        var more = layers.Count > MostNamed ? $" and {Count(layers.Count - MostNamed, "other layer")}" : "";
        return $"Filters died: {all} {dead.ToString("#,0", CultureInfo.InvariantCulture)} ({Percent(dead, features)}) have |γ| < 1e-3, in "
            + $"{string.Join(", ", named)}{more}.";
    }

    /// <summary>Layers with γ = 0 everywhere, which are not counted as deaths.</summary>
    private static string Untrained(List<LayerReading> norms)
    {
        var zero = norms.Where(layer => layer.IsAllZero).ToList();
        return zero.Count == 0 ? ""
            : $"γ is exactly 0 in all of {Names(zero)}: so residual branches begin that are initialised to zero, and "
                + $"{(zero.Count == 1 ? "this one has" : "these have")} not been trained, or died whole.";
    }

    private static string Cause(CheckpointReading reading, List<LayerReading> norms)
    {
        if (reading.Optimizer is not { } optimizer)
        {
            return "Whether decay did it the file does not tell, as it has no optimizer state; "
                + Traces(norms) + ". Save it with the optimizer's state_dict to get each feature's decay rate.";
        }

        var dead = RatesOf(norms, isDead: true);
        if (dead.Count == 0)
            return $"Whether decay did it is not certain: {optimizer.Problem ?? "the rates of these features are not known"}; "
                + $"{Traces(norms)}.";
        var (ofDead, ofAlive) = (Median(dead), Median(RatesOf(norms, isDead: false)));
        var decoupled = Median([.. norms.Where(layer => layer.Below > 0).Select(layer => layer.Decay?.DecoupledGamma ?? double.NaN)]);
        return Cause(optimizer, ofDead, ofAlive, decoupled);
    }

    private static string Cause(OptimizerReading optimizer, double ofDead, double ofAlive, double decoupled)
    {
        if (ofDead == 0)
        {
            return optimizer.Groups.Any(group => group.LearningRate == 0)
                ? "Whether decay did it the file does not tell: the learning rate has come to 0, at which nothing decays any more; an "
                    + "earlier "
                    + "checkpoint would tell."
                : optimizer.Groups.Any(group => group.WeightDecay > 0)
                    ? "Decay did not do it, as far as the file tells: their γ are in a group without weight decay."
                    : "Decay did not do it, as far as the file tells: the optimizer has no weight decay.";
        }

        var beside = double.IsNaN(ofAlive)
            ? ""
            : ofDead > 1.5 * ofAlive
            ? $", {Number(ofDead / ofAlive)} times the living features' {Number(ofAlive)}"
            : $"; the living ones' is {Number(ofAlive)}";
        var shrinks =
            $"a silent γ among the dead shrinks by {Number(ofDead)} of itself a step (median){beside}, so it halves in {HalfLife(ofDead)}";
        return optimizer.Form switch
        {
            DecayForm.Either => $"Decay can have done it: under Adam with L2 {shrinks}; under AdamW, whose state looks the same, it is "
                + $"{Number(decoupled)} a step for all ({HalfLife(decoupled)}).",
            DecayForm.Decoupled => $"Decay can have done it, but it treats all features alike: {optimizer.Name} shrinks every γ by "
                + $"{Number(ofDead)} of itself a step, so a silent one halves in {HalfLife(ofDead)}.",
            _ => $"Decay can have done it: under {optimizer.Name} with L2 {shrinks}.",
        };
    }

    /// <summary>What decay leaves behind: it takes β along with γ, as both are silent together.</summary>
    private static string Traces(List<LayerReading> norms)
    {
        var (dead, small) = (0L, 0L);
        foreach (var layer in norms.Where(layer => !layer.Shift.IsEmpty && !layer.IsAllZero))
        {
            var features = Enumerable.Range(0, layer.Features).Where(layer.IsDeadAt).ToList();
            dead += features.Count;
            small += features.Count(feature => Math.Abs(layer.Shift[feature]) < LayerReading.Small);
        }

        return dead == 0 ? "their layers have no β to compare"
            : $"β of {Percent(small, dead)} of them is small, too (|β| < 1e-2); decay takes both";
    }

    private static long DeadOf(List<LayerReading> norms) => norms.Where(layer => !layer.IsAllZero).Sum(layer => (long)layer.Below);

    private static List<double> RatesOf(List<LayerReading> norms, bool isDead) =>
    [
        .. from layer in norms
           where layer.Decay?.Gamma is not null
           from feature in Enumerable.Range(0, layer.Features)
           where double.IsFinite(layer.Scale[feature]) && layer.IsDeadAt(feature) == isDead
           select layer.Decay!.Gamma!.Value[feature],
    ];

    /// <summary>The median of the finite ones; NaN of none.</summary>
    internal static double Median(List<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Smallest(LayerReading layer) => layer.Scale.Where(double.IsFinite).Min(Math.Abs);

    private static string HalfLife(double rate) => rate >= 1 ? "one step" : Count(
        (long)Math.Ceiling(Math.Min(1e15, PortableMath.Log(0.5) / PortableMath.Log(1 - rate))), "step");

    private static string Names(List<LayerReading> layers) => string.Join(", ", layers.Take(MostNamed).Select(layer => layer.Layer.Name))
        + (layers.Count > MostNamed ? $" and {Count(layers.Count - MostNamed, "other layer")}" : "");

    private static string Count(long count, string one, string? many = null) =>
        $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Percent(long part, long of) => $"{(100.0 * part / of).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 0.01 and < 1e5 ? "G3" : "0.0e+0", CultureInfo.InvariantCulture);
}
