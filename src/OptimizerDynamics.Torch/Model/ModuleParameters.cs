using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A trainable parameter of a module: its name, what it is for, and the tensor.</summary>
internal sealed record ModuleParameter(string Name, ParameterKinds Kind, Parameter Tensor);

/// <summary>Says what a module's parameters are for.</summary>
public static class ModuleParameters
{
    /// <summary>The kind of a module's own parameter, by the module's type: weights and biases of linear, convolution, embedding, bilinear
    /// and recurrent layers, γ and β of batch, instance, group and layer normalization.</summary>
    /// <param name="owner">The module that the parameter belongs to directly.</param>
    /// <param name="name">The parameter's name there, such as <c>weight</c>.</param>
    /// <returns>The kind, or null where the module's type does not tell: it is never guessed from the tensor's shape.</returns>
    public static ParameterKinds? KindOf(nn.Module owner, string name) => owner switch
    {
        NormBase or GroupNorm or LayerNorm => name switch
        {
            "weight" => ParameterKinds.NormScale,
            "bias" => ParameterKinds.NormShift,
            _ => null,
        },
        Linear or Bilinear or Convolution or Embedding or EmbeddingBag or LSTM or GRU or RNN or LSTMCell or GRUCell or RNNCell =>
            name.StartsWith("weight", StringComparison.Ordinal) ? ParameterKinds.Weight
            : name.StartsWith("bias", StringComparison.Ordinal) ? ParameterKinds.Bias
            : null,
        _ => null,
    };

    /// <summary>All trainable parameters, in the order of registration; a parameter that is reached by several names counts once, under the
    /// first of them.</summary>
    internal static List<ModuleParameter> Of(nn.Module module, Func<nn.Module, string, ParameterKinds?>? kindOf)
    {
        var found = new List<ModuleParameter>();
        Collect(module, "", kindOf, new HashSet<Tensor>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    /// <summary>Refuses a module in which one parameter belongs to two modules, or to one under two names.</summary>
    /// <exception cref="ArgumentException">There is one; the message names both places.</exception>
    internal static void RequireNotTied(nn.Module module)
    {
        var places = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        var visited = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        Visit(module, "");

        void Visit(nn.Module owner, string prefix)
        {
            if (!visited.Add(owner))
                return;
            foreach (var (name, parameter) in owner.named_parameters(recurse: false))
            {
                if (!places.TryAdd(parameter, prefix + name))
                {
                    throw new ArgumentException(
                        $"'{prefix}{name}' is the same parameter as '{places[parameter]}', and TorchSharp cannot move tied parameters: "
                            + $"move the module before it is tied, and make the optimizer then.",
                        nameof(module));
                }
            }

            foreach (var (name, child) in owner.named_children())
                Visit(child, $"{prefix}{name}.");
        }
    }

    private static void Collect(
        nn.Module module, string prefix, Func<nn.Module, string, ParameterKinds?>? kindOf, HashSet<Tensor> seen,
        List<ModuleParameter> found)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            if (!seen.Add(parameter) || !parameter.requires_grad)
                continue;
            var kind = kindOf?.Invoke(module, name) ?? KindOf(module, name) ?? throw new ArgumentException(
                $"What the parameter '{prefix}{name}' of a {module.GetType().Name} is for is not known: give kindOf, which says whether it "
                    + $"is "
                + $"one of {string.Join(", ", ParameterKindNames.Names)}.", nameof(kindOf));
            found.Add(new ModuleParameter(prefix + name, kind, parameter));
        }

        foreach (var (name, child) in module.named_children())
            Collect(child, $"{prefix}{name}.", kindOf, seen, found);
    }
}
