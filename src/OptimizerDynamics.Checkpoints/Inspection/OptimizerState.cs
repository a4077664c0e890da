namespace OptimizerDynamics.Checkpoints;

/// <summary>What PyTorch's <c>optimizer.state_dict()</c> holds.</summary>
/// <param name="Key">Where it stands in the file (<c>optimizer</c>, <c>optimizer_states[0]</c>).</param>
/// <param name="Groups">The parameter groups, in order.</param>
/// <param name="States">What the optimizer keeps of each parameter, by the parameter's number; a parameter that never had a gradient has
/// nothing.</param>
internal sealed record OptimizerState(
    string Key, IReadOnlyList<StateGroup> Groups, IReadOnlyDictionary<long, CheckpointValue.Map> States)
{
    private static readonly string[] _keys =
        ["optimizer", "optimizer_state_dict", "optimizer_states", "optim", "optimizer_state", "optim_state_dict", "opt", "optimizers"];

    /// <summary>Finds the state in a checkpoint's tree.</summary>
    /// <param name="root">The tree; null for formats that have none.</param>
    /// <param name="problem">Why there is something that cannot be used; null where all is well or nothing is there.</param>
    /// <returns>The state; null where there is none that can be used.</returns>
    public static OptimizerState? Find(CheckpointValue? root, out string? problem)
    {
        problem = null;
        if (root is not CheckpointValue.Map map)
            return null;
        foreach (var key in _keys)
        {
            switch (map.Find(key))
            {
                case CheckpointValue.Map one:
                    return Read(key, one, out problem);
                case CheckpointValue.Sequence { Items: [CheckpointValue.Map only] }:
                    return Read($"{key}[0]", only, out problem);
                case CheckpointValue.Sequence { Items: { Count: > 1 } many } when many.All(item => item is CheckpointValue.Map):
                    problem = $"'{key}' holds {many.Count} optimizers, and the file does not tell which parameters are whose";
                    return null;
                default:
                    continue;
            }
        }

        return null;
    }

    /// <summary>Whether any parameter's state has something.</summary>
    /// <param name="key">Its name, such as <c>exp_avg_sq</c>.</param>
    public bool Keeps(string key) => States.Values.Any(state => state.Find(key) is not null);

    private static OptimizerState? Read(string key, CheckpointValue.Map map, out string? problem)
    {
        problem = null;
        if (map.Find("param_groups") is not CheckpointValue.Sequence groups || map.Find("state") is not CheckpointValue.Map states)
        {
            problem = $"'{key}' has no 'param_groups' and 'state' as PyTorch's optimizers have";
            return null;
        }

        var read = new List<StateGroup>();
        foreach (var group in groups.Items)
        {
            if (group is not CheckpointValue.Map settings || settings.Find("params") is not CheckpointValue.Sequence numbers
                || !numbers.Items.All(item => item is CheckpointValue.WholeNumber))
            {
                problem = $"'{key}' has a parameter group that does not list its parameters by number";
                return null;
            }

            read.Add(new StateGroup(settings, [.. numbers.Items.Select(item => ((CheckpointValue.WholeNumber)item).Value)]));
        }

        if (read.SelectMany(group => group.Parameters).GroupBy(number => number).Any(same => same.Count() > 1))
        {
            problem = $"'{key}' lists a parameter twice";
            return null;
        }

        var byNumber = new Dictionary<long, CheckpointValue.Map>();
        foreach (var (number, state) in states.Entries)
        {
            if (number is CheckpointValue.WholeNumber { Value: var of } && state is CheckpointValue.Map kept)
                byNumber[of] = kept;
        }

        return new OptimizerState(key, read, byNumber);
    }
}

/// <summary>A parameter group.</summary>
/// <param name="Settings">Its settings, such as <c>lr</c> and <c>weight_decay</c>.</param>
/// <param name="Parameters">The numbers of its parameters, in order.</param>
internal sealed record StateGroup(CheckpointValue.Map Settings, IReadOnlyList<long> Parameters)
{
    /// <summary>Whether the group has a setting.</summary>
    /// <param name="key">Its name.</param>
    public bool Has(string key) => Settings.Find(key) is not null;

    /// <summary>A setting that is a number, or a tensor of one element; null where it is neither.</summary>
    /// <param name="key">Its name.</param>
    public double? Number(string key) => StateNumber.Of(Settings.Find(key));

    /// <summary>Whether a setting is on.</summary>
    /// <param name="key">Its name.</param>
    public bool IsOn(string key) => Number(key) is { } value && value != 0;

    /// <summary>β₁ and β₂.</summary>
    public (double First, double Second)? Betas =>
        Settings.Find("betas") is CheckpointValue.Sequence { Items: [var one, var two, ..] }
        && StateNumber.Of(one) is { } first && StateNumber.Of(two) is { } second ? (first, second) : null;
}

/// <summary>Numbers as optimizers keep them.</summary>
internal static class StateNumber
{
    /// <summary>A number, a flag (0 or 1) or a tensor of one element; null where it is nothing of these.</summary>
    /// <param name="value">The value.</param>
    public static double? Of(CheckpointValue? value) => value switch
    {
        CheckpointValue.Real real => real.Value,
        CheckpointValue.WholeNumber whole => whole.Value,
        CheckpointValue.Flag flag => flag.Value ? 1 : 0,
        CheckpointValue.Tensor { Data: { Count: 1, ElementType: not ElementType.Other } data } => data.ToArray()[0],
        _ => null,
    };
}
