using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Reads the effective decay rates of a checkpoint's layers off the optimizer's state beside it.</summary>
internal static class DecayReader
{
    /// <summary>Reads them.</summary>
    /// <param name="content">The checkpoint.</param>
    /// <param name="layers">Takes the rates of its layers, as far as they are certain.</param>
    /// <returns>What the optimizer is; null where the file has none.</returns>
    public static OptimizerReading? Read(CheckpointContent content, IReadOnlyList<LayerReading> layers)
    {
        if (OptimizerState.Find(content.Root, out var problem) is not { } state)
            return problem is null ? null : new OptimizerReading("", null, DecayForm.Either, [], "", problem);
        ImmutableArray<OptimizerGroup> groups =
            [.. state.Groups.Select(group =>
                new OptimizerGroup(group.Number("lr"), group.Number("weight_decay"), group.Number("initial_lr"), group.Parameters.Count))];
        if (DecayRule.Of(state) is not { } rule)
        {
            return new OptimizerReading(
                state.Key, null, DecayForm.Either, groups, "", $"'{state.Key}' is the state of an optimizer whose decay is not known here "
                + $"({SettingsOf(state)})");
        }

        var map = ParameterMap.Of(content.Tensors, state);
        var missing = 0;
        foreach (var layer in layers)
        {
            var (gamma, beta) = (RatesOf(layer.Layer.Scale, map, state, rule), RatesOf(layer.Layer.Shift, map, state, rule));
            if (gamma.Group is null && beta.Group is null)
                continue;
            missing += (gamma.Group is not null && gamma.Rates is null) || (beta.Group is not null && beta.Rates is null) ? 1 : 0;
            var atOnce = rule.Name == "SGD" && gamma.Group?.Number("momentum") is not (null or 0) ? gamma.Decoupled : null;
            layer.Decay = new LayerDecay(gamma.Rates, beta.Rates, atOnce, gamma.Decoupled, beta.Decoupled);
        }

        var lacking = missing == 0 ? null
            : $"of {missing} {(missing == 1 ? "layer" : "layers")} the state lacks what the rate needs (no step taken yet, or no step, ε, "
                + $"learning rate or moment kept)";
        return new OptimizerReading(state.Key, rule.Name, rule.Form, groups, rule.Formula, map.Problem ?? lacking);
    }

    private static (StateGroup? Group, ImmutableArray<double>? Rates, double? Decoupled) RatesOf(
        NamedTensor? tensor, ParameterMap map, OptimizerState state, DecayRule rule)
    {
        if (tensor is null || map.Find(tensor.Name) is not { } place)
            return (null, null, null);
        var inputs = new DecayInputs(place.Group, state.States.GetValueOrDefault(place.Number), (int)tensor.Data.Count);
        var (decay, rates) = (inputs.Decay, rule.Rates(inputs));
        // Without learning rate or decay there is nothing to say.
        return double.IsNaN(decay) || rates is null
            ? (place.Group, null, double.IsNaN(decay) ? null : decay)
            : (place.Group, ImmutableArray.Create(rates), decay);
    }

    private static string SettingsOf(OptimizerState state)
    {
        const int Most = 8;
        var keys =
            state.Groups.SelectMany(group => group.Settings.Entries).Select(entry => (entry.Key as CheckpointValue.Text)?.Value ?? "?")
            .Where(key => key != "params").Distinct().ToList();
        return keys.Count == 0 ? "it has no settings"
            : $"its settings: {string.Join(", ", keys.Take(Most))}{(keys.Count > Most ? ", …" : "")}";
    }
}
