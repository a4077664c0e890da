namespace OptimizerDynamics.Checkpoints;

/// <summary>What the names in a PyTorch checkpoint stand for: containers, tensors, and what is skipped.</summary>
/// <param name="file">The file.</param>
/// <param name="storages">Its storages; null where the pickle has no tensors.</param>
/// <param name="budget">How much may be read.</param>
internal sealed class TorchVocabulary(SourceFile file, ITorchStorages? storages, PickleBudget budget) : IPickleVocabulary
{
    /// <summary>Names beyond this length are no names; those in messages are shorter.</summary>
    private const int LongestName = 200;

    private readonly TensorCalls _tensors = new(file);
    private readonly SortedSet<string> _skipped = new(StringComparer.Ordinal);

    /// <summary>What was skipped: the classes of the objects, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Skipped => _skipped;

    /// <inheritdoc/>
    public PickledGlobal Find(string module, string name)
    {
        var qualified = $"{module}.{name}";
        if (qualified.Length > LongestName)
            throw file.Fault($"is damaged: it names a class or function of {qualified.Length} characters.");
        if (ContainerCalls.Know(qualified) || TensorCalls.Know(qualified))
            return new PickledGlobal(qualified);
        return HarmlessNames.Contain(module, name) ? new PickledGlobal(qualified) : throw file.Fault(RefusalOf(qualified));
    }

    /// <inheritdoc/>
    public CheckpointValue Call(PickledGlobal global, IReadOnlyList<CheckpointValue> arguments)
    {
        var name = global.Name;
        if (name is "copyreg.__newobj__" or "copy_reg.__newobj__" or "copyreg._reconstructor" or "copy_reg._reconstructor")
            return arguments is [PickledGlobal made, ..]
                ? Call(made, name.EndsWith("__newobj__", StringComparison.Ordinal) ? [.. arguments.Skip(1)] : [])
                : throw Wrong(name);
        if (ContainerCalls.Know(name))
            return ContainerCalls.Call(name, arguments, budget) ?? throw Wrong(name);
        if (TensorCalls.Know(name))
            return _tensors.Call(name, arguments) ?? throw Wrong(name);
        if (PickledNumbers.Call(name, arguments) is { } number)
            return number;
        _skipped.Add(name);
        return new CheckpointValue.Opaque(name);
    }

    /// <inheritdoc/>
    public void Build(CheckpointValue built, CheckpointValue state) => PickledNumbers.Build(built, state);

    /// <inheritdoc/>
    public CheckpointValue Persistent(CheckpointValue id)
    {
        if (storages is null || id is not CheckpointValue.Sequence { Items: [CheckpointValue.Text kind, ..] items })
            throw Wrong("a storage");
        if (kind.Value == "module")
            throw file.Fault(
                $"is a whole model{(items is [_, PickledGlobal model, ..] ? $" ({model.Name})" : "")}, which cannot be read without "
                    + $"running "
                    + $"its code. {Advice}");
        if (kind.Value != "storage" || items is not [_, PickledGlobal type, var key, _, CheckpointValue.WholeNumber count, ..]
            || StorageTypes.OfStorage(type.Name) is not { } format || count.Value < 0)
            throw Wrong("a storage");
        var text = key switch
        {
            CheckpointValue.Text name => name.Value,
            CheckpointValue.WholeNumber number => $"{number.Value}",
            _ => throw Wrong("a storage"),
        };
        var storage = storages.Find(text, format, count.Value);
        return items.Count > 5 && items[5] is CheckpointValue.Sequence view
            ? View(storage, format, view)
            : new PickledStorage(storage.Bytes, format, 0, count.Value);
    }

    private const string Advice =
        "Where the code is, load it, save torch.save(model.state_dict(), \"weights.pt\"), and give that file.";

    /// <summary>A part of a storage: its key, the first element, and how many, as PyTorch before 1.6 has it.</summary>
    private PickledStorage View(TorchStorage storage, ElementFormat format, CheckpointValue.Sequence view) =>
        view.Items is [_, CheckpointValue.WholeNumber first, CheckpointValue.WholeNumber count]
        && first.Value >= 0 && count.Value >= 0 && first.Value <= storage.Count - count.Value
            ? new PickledStorage(storage.Bytes, format, first.Value, count.Value)
            : throw Wrong("a part of a storage");

    private CheckpointFileException Wrong(string name) =>
        file.Fault($"is damaged: what its pickle gives for {name} is not what that takes.");

    private static string RefusalOf(string name) => name == "torch.storage._load_from_bytes"
        ? "was written with pickle and not with torch.save. Where it was written, save torch.save(model.state_dict(), \"weights.pt\")."
        : HarmfulNames.Contain(name)
            ? $"names '{name}', which no model needs and which can run any program where Python loads the file; nothing of it was run "
                + $"here. Do not "
                + "load it. If you trust who wrote it, ask for torch.save(model.state_dict(), …) or safetensors."
            : $"names '{name}', which is neither a tensor nor plain data; nothing of it was run. A whole model (torch.save(model)) cannot "
                + $"be read "
                + $"without running its code. {Advice}";
}
