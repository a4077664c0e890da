namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Makes trees of checkpoints from plain values.</summary>
internal static class Trees
{
    /// <summary>A dictionary.</summary>
    public static CheckpointValue.Map Map(params (string Key, object Value)[] entries) => new(
        [.. entries.Select(
            entry => KeyValuePair.Create<CheckpointValue, CheckpointValue>(new CheckpointValue.Text(entry.Key), Of(entry.Value)))]);

    /// <summary>A number, a flag, a text, a list, a tensor or a tree that is one already.</summary>
    public static CheckpointValue Of(object value) => value switch
    {
        CheckpointValue tree => tree,
        bool flag => new CheckpointValue.Flag(flag),
        int whole => new CheckpointValue.WholeNumber(whole),
        double real => new CheckpointValue.Real(real),
        string text => new CheckpointValue.Text(text),
        TensorData tensor => new CheckpointValue.Tensor(tensor),
        double[] numbers => new CheckpointValue.Sequence([.. numbers.Select(number => Of(number))]),
        int[] numbers => new CheckpointValue.Sequence([.. numbers.Select(number => Of(number))]),
        string[] texts => new CheckpointValue.Sequence([.. texts.Select(text => Of(text))]),
        object[] items => new CheckpointValue.Sequence([.. items.Select(Of)]),
        _ => throw new ArgumentException($"There is no value for {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>
    /// A checkpoint with the state of an optimizer: its groups with their parameters, and what is kept of parameters 0, 1, …
    /// </summary>
    public static CheckpointValue.Map Optimizer(
        (CheckpointValue.Map Settings, int[] Parameters)[] groups, CheckpointValue.Map?[] states, string key = "optimizer")
    {
        var byNumber = states.Index().Where(state => state.Item is not null)
            .Select(
                state => KeyValuePair.Create<CheckpointValue, CheckpointValue>(new CheckpointValue.WholeNumber(state.Index), state.Item!));
        var state = Map(
            ("state", new CheckpointValue.Map([.. byNumber])),
            ("param_groups", groups.Select(group => (object)new CheckpointValue.Map(
                [.. group.Settings.Entries, .. Map(("params", group.Parameters)).Entries])).ToArray()));
        return Map((key, key == "optimizer_states" ? new object[] { state } : state));
    }
}
