namespace OptimizerDynamics.Checkpoints;

/// <summary>What the names in a pickle stand for.</summary>
internal interface IPickleVocabulary
{
    /// <summary>A class or a function that is named.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">Its name in the module.</param>
    /// <exception cref="CheckpointFileException">It is none of those known to be harmless.</exception>
    PickledGlobal Find(string module, string name);

    /// <summary>What a call of it, or a new object of it, stands for.</summary>
    /// <param name="global">The class or function.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="CheckpointFileException">The arguments are not what it takes.</exception>
    CheckpointValue Call(PickledGlobal global, IReadOnlyList<CheckpointValue> arguments);

    /// <summary>Gives an object its state.</summary>
    /// <param name="built">The object.</param>
    /// <param name="state">The state.</param>
    void Build(CheckpointValue built, CheckpointValue state);

    /// <summary>What stands outside of the pickle: a storage.</summary>
    /// <param name="id">What names it.</param>
    /// <exception cref="CheckpointFileException">It is not there.</exception>
    CheckpointValue Persistent(CheckpointValue id);
}
