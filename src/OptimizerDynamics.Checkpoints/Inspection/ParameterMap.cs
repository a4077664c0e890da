namespace OptimizerDynamics.Checkpoints;

/// <summary>Which parameter of an optimizer is which tensor of the state dict.</summary>
/// <remarks>
/// <para>PyTorch numbers parameters through all groups, and keeps no names (but for <c>param_names</c>, of optimizers that were given named
/// parameters). A group has its parameters in the order of <c>model.parameters()</c>, which is that of the state dict without
/// buffers.</para>
/// <para>With one group number i is the i-th tensor, if the counts agree and every shape that the state shows does. With several groups
/// all ways are tried to deal the tensors to the groups in this order so that every shape agrees. A tensor is mapped only if it is the
/// same parameter in all of these ways: where γ and β, which have equal shapes, are in different groups, they may be either.</para>
/// </remarks>
internal sealed class ParameterMap
{
    /// <summary>The largest number of ways that are followed at a time. A split by kind, such as matrices from vectors, has one; where
    /// equal shapes are in several groups there are thousands after a few layers, and hardly a tensor has only one place.</summary>
    private const int MostWays = 2_000;

    /// <summary>The largest number of groups that tensors are dealt to: a learning rate for each layer makes two of each.</summary>
    private const int MostGroups = 200;

    private static readonly HashSet<string> _buffers = new(StringComparer.Ordinal) { "running_mean", "running_var", "num_batches_tracked" };

    /// <summary>What wrappers put before names, and the reader leaves out.</summary>
    private static readonly string[] _prefixes = ["", "module.", "_orig_mod.", "module._orig_mod."];

    private readonly Dictionary<string, (StateGroup Group, long Number)> _places = new(StringComparer.Ordinal);

    private ParameterMap(string? problem) => Problem = problem;

    /// <summary>Why tensors could not be mapped; null where all were.</summary>
    public string? Problem { get; private set; }

    /// <summary>Group and number of a tensor; null where they are not certain.</summary>
    /// <param name="tensor">The tensor's name.</param>
    public (StateGroup Group, long Number)? Find(string tensor) => _places.TryGetValue(tensor, out var place) ? place : null;

    /// <summary>Maps the tensors of a state dict.</summary>
    /// <param name="tensors">The state dict, in the file's order.</param>
    /// <param name="state">The optimizer's state.</param>
    public static ParameterMap Of(IReadOnlyList<NamedTensor> tensors, OptimizerState state)
    {
        List<NamedTensor> parameters = [.. tensors.Where(IsParameter)];
        List<(StateGroup Group, long Number)> places =
            [.. state.Groups.SelectMany(group => group.Parameters.Select(number => (group, number)))];
        if (ByName(parameters, state) is { } named)
            return named;
        if (places.Count != parameters.Count)
        {
            return new ParameterMap(
                $"the optimizer has {places.Count} parameters and the state dict {parameters.Count} tensors that can be some (frozen or "
                + $"tied ones, or other buffers), so which is which is not certain");
        }

        return state.Groups.Count == 1 ? InOrder(parameters, places, state) : Dealt(parameters, state);
    }

    /// <summary>Whether a tensor can be a parameter: it has floating point numbers and is no running statistic.</summary>
    /// <param name="tensor">The tensor.</param>
    public static bool IsParameter(NamedTensor tensor) =>
        !_buffers.Contains(tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..])
        && tensor.Data.ElementType is ElementType.Float64 or ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16;

    /// <summary>By the names that newer optimizers keep; null where they are not there or do not fit.</summary>
    private static ParameterMap? ByName(List<NamedTensor> parameters, OptimizerState state)
    {
        var map = new ParameterMap(null);
        var byName = parameters.ToLookup(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var group in state.Groups)
        {
            if (group.Settings.Find("param_names") is not CheckpointValue.Sequence names || names.Items.Count != group.Parameters.Count)
                return null;
            foreach (var (name, number) in names.Items.Zip(group.Parameters))
            {
                var full = (name as CheckpointValue.Text)?.Value ?? "";
                var tensor = _prefixes
                    .Where(prefix => full.StartsWith(prefix, StringComparison.Ordinal))
                    .SelectMany(prefix => byName[full[prefix.Length..]]).FirstOrDefault();
                if (tensor is null || !Fits(tensor, ShapeOf(state, number)))
                    return null;
                map._places[tensor.Name] = (group, number);
            }
        }

        return map;
    }

    private static ParameterMap InOrder(
        List<NamedTensor> parameters, List<(StateGroup Group, long Number)> places, OptimizerState state)
    {
        var map = new ParameterMap(null);
        foreach (var (tensor, place) in parameters.Zip(places))
        {
            if (ShapeOf(state, place.Number) is { } shape && !Fits(tensor, shape))
            {
                return new ParameterMap(
                    $"parameter {place.Number} of the optimizer has the shape ({string.Join(", ", shape)}), and {tensor.Name}, which is in "
                    + $"its place, ({string.Join(", ", tensor.Data.Shape)}): the order is not that of the state dict");
            }

            map._places[tensor.Name] = place;
        }

        return map;
    }

    private static ParameterMap Dealt(List<NamedTensor> parameters, OptimizerState state)
    {
        var deal = new Deal(parameters, state);
        if (state.Groups.Count > MostGroups || deal.Choices(MostWays) is not { } choices)
        {
            return new ParameterMap(
                $"the parameters are in {state.Groups.Count} groups, and too many of equal shape could be in either of them");
        }

        var map = new ParameterMap(null);
        foreach (var (tensor, choice) in parameters.Zip(choices))
        {
            if (choice.Count == 1)
                map._places[tensor.Name] = choice.Single();
        }

        map.Problem = choices.Exists(choice => choice.Count == 0)
            ? "the shapes of the optimizer's groups are not those of the state dict in its order"
            : choices.Exists(choice => choice.Count > 1)
                ? $"the parameters are in {state.Groups.Count} groups, and {choices.Count(choice => choice.Count > 1)} tensors of equal "
                    + $"shape "
                    + "could be in either of them"
                : null;
        return map;
    }

    private static bool Fits(NamedTensor tensor, IReadOnlyList<long>? shape) => shape is null || tensor.Data.Shape.SequenceEqual(shape);

    /// <summary>The shape that a parameter has by its state: that of its moments; null where it has none.</summary>
    private static IReadOnlyList<long>? ShapeOf(OptimizerState state, long number)
    {
        string[] moments = ["exp_avg", "exp_avg_sq", "momentum_buffer", "square_avg", "sum", "exp_inf"];
        return state.States.TryGetValue(number, out var kept)
            ? moments.Select(key => (kept.Find(key) as CheckpointValue.Tensor)?.Data.Shape)
                .FirstOrDefault(shape => shape is not null) : null;
    }

    /// <summary>All ways to deal tensors to groups, each group in its order.</summary>
    private sealed class Deal(List<NamedTensor> parameters, OptimizerState state)
    {
        private readonly IReadOnlyList<long>?[][] _shapes =
            [.. state.Groups.Select(group => group.Parameters.Select(number => ShapeOf(state, number)).ToArray())];

        /// <summary>For each tensor the places that it has in any way; null where there are too many ways.</summary>
        /// <param name="most">The largest number of ways at a time.</param>
        public List<HashSet<(StateGroup Group, long Number)>>? Choices(int most)
        {
            // A way so far is how many parameters each group has got, a character for each group.
            var reached = new List<HashSet<string>> { new(StringComparer.Ordinal) { new('\0', state.Groups.Count) } };
            foreach (var tensor in parameters)
            {
                var next = reached[^1].SelectMany(way => Steps(way, tensor)).Select(step => step.Way).ToHashSet(StringComparer.Ordinal);
                if (next.Count > most || parameters.Count > char.MaxValue)
                    return null;
                reached.Add(next);
            }

            var (alive, choices) = (reached[^1], new List<HashSet<(StateGroup, long)>>());
            for (var place = parameters.Count - 1; place >= 0; place--)
            {
                var (before, choice) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<(StateGroup, long)>());
                foreach (var way in reached[place])
                {
                    foreach (var (group, after) in Steps(way, parameters[place]).Where(step => alive.Contains(step.Way)))
                    {
                        before.Add(way);
                        choice.Add((state.Groups[group], state.Groups[group].Parameters[way[group]]));
                    }
                }

                alive = before;
                choices.Add(choice);
            }

            choices.Reverse();
            return choices;
        }

        private IEnumerable<(int Group, string Way)> Steps(string way, NamedTensor tensor)
        {
            for (var group = 0; group < _shapes.Length; group++)
            {
                if (way[group] < _shapes[group].Length && Fits(tensor, _shapes[group][way[group]]))
                    yield return (group, way[..group] + (char)(way[group] + 1) + way[(group + 1)..]);
            }
        }
    }
}
