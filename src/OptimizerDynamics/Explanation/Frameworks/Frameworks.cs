using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>The frameworks whose settings can be read and written.</summary>
public static class Frameworks
{
    /// <summary>All of them; the paper's terms, which are this project's, first.</summary>
    public static ImmutableArray<Framework> All { get; } =
    [
        PaperFramework.Framework,
        PyTorchFramework.Framework,
        KerasFramework.Framework,
        OptaxFramework.Framework,
        TensorFlowAddonsFramework.Framework,
        ComposerFramework.Framework,
    ];

    /// <summary>The framework of a name; null where there is none.</summary>
    /// <param name="name">A name such as <c>pytorch</c>; case matters.</param>
    public static Framework? Find(string name) => All.FirstOrDefault(framework => framework.Name == name);
}
