using System.Globalization;

namespace OptimizerDynamics.Checkpoints;

/// <summary>The tensors of a state dict that share all of their name but the last part: those of a module.</summary>
/// <param name="name">The module's name; empty for tensors at the top.</param>
/// <param name="order">The place of its first tensor in the file, from 0.</param>
internal sealed class CheckpointModule(string name, int order)
{
    private readonly Dictionary<string, NamedTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>The module's name, without a heading <c>params</c> or <c>batch_stats</c>, by which Flax keeps apart what is
    /// learned.</summary>
    public string Name { get; } = name;

    /// <summary>The place of its first tensor in the file, from 0.</summary>
    public int Order { get; } = order;

    /// <summary>Its tensors, by the last part of their names.</summary>
    public IReadOnlyDictionary<string, NamedTensor> Tensors => _tensors;

    /// <summary>Where the last part of the module's name begins.</summary>
    private int LastPart => Name.LastIndexOfAny(['.', '/']) + 1;

    /// <summary>The last part of its name.</summary>
    public string Last => Name[LastPart..];

    /// <summary>Its name without the last part, with the separator at its end; empty at the top.</summary>
    public string Parent => Name[..LastPart];

    /// <summary>The first of some tensors that it has.</summary>
    /// <param name="leaves">Last parts of names.</param>
    public NamedTensor? Find(params ReadOnlySpan<string> leaves)
    {
        foreach (var leaf in leaves)
        {
            if (_tensors.TryGetValue(leaf, out var tensor))
                return tensor;
        }

        return null;
    }

    /// <summary>The modules of a state dict by name, in the file's order.</summary>
    /// <param name="tensors">The state dict.</param>
    public static Dictionary<string, CheckpointModule> Of(IReadOnlyList<NamedTensor> tensors)
    {
        var isFlax = tensors.Any(tensor => IsUnder(tensor.Name, "params")) && tensors.All(tensor =>
            IsUnder(tensor.Name, "params") || IsUnder(tensor.Name, "batch_stats"));
        var modules = new Dictionary<string, CheckpointModule>(StringComparer.Ordinal);
        foreach (var (order, tensor) in tensors.Index())
        {
            var (module, leaf) = Parts(tensor.Name);
            if (isFlax)
                module = module[Math.Min(module.Length, module.IndexOfAny(['.', '/']) + 1)..];
            if (!modules.TryGetValue(module, out var found))
                modules.Add(module, found = new CheckpointModule(module, order));
            found._tensors.TryAdd(leaf, tensor);
        }

        return modules;
    }

    /// <summary>Module and last part of a tensor's name. Keras 3 numbers variables (<c>conv2d/vars/0</c>): there the last part is
    /// <c>vars.0</c>; TensorFlow's <c>:0</c> is left out.</summary>
    private static (string Module, string Leaf) Parts(string name)
    {
        if (name.EndsWith(":0", StringComparison.Ordinal))
            name = name[..^2];
        var at = name.LastIndexOfAny(['.', '/']);
        if (at < 0)
            return ("", name);
        var (module, leaf) = (name[..at], name[(at + 1)..]);
        var before = module.LastIndexOfAny(['.', '/']);
        var isNumbered = before > 0 && module[(before + 1)..] is "vars" or "_vars"
            && int.TryParse(leaf, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isNumbered ? (module[..before], $"vars.{leaf}") : (module, leaf);
    }

    private static bool IsUnder(string name, string head) =>
        name.Length > head.Length && name.StartsWith(head, StringComparison.Ordinal) && name[head.Length] is '.' or '/';
}
