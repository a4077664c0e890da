namespace OptimizerDynamics.Data;

/// <summary>
/// Where objects come from: made by code (<see cref="ObjectCatalog.Source"/>), or from files of meshes (<see cref="MeshLibrary"/>).
/// </summary>
public abstract class ObjectSource
{
    /// <summary>The names of the classes, by label.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Whether training and test images show the same objects from other sides, because there are too few to keep some for the test.
    /// </summary>
    public virtual bool IsSplitByView => false;

    /// <summary>From which sides a class is shown.</summary>
    /// <param name="label">The class.</param>
    public abstract Sides SidesOf(int label);

    /// <summary>An object of a class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="random">Makes or chooses it.</param>
    /// <param name="isTest">Whether it is for the test set.</param>
    /// <param name="room">A mesh that the object may be made of; what was in it is gone then.</param>
    /// <returns>A mesh about the origin, of radius 1, not to be changed: that one, or one of the source's own.</returns>
    public abstract Mesh Make(int label, RandomSequence random, bool isTest, Mesh room);
}
