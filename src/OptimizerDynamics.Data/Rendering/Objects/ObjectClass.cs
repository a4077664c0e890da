namespace OptimizerDynamics.Data;

/// <summary>From which sides a class of objects is shown: from others nobody would recognise it.</summary>
public enum Sides
{
    /// <summary>From all around.</summary>
    All,

    /// <summary>From its front.</summary>
    Front,

    /// <summary>From its front or its back: it is flat.</summary>
    FrontAndBack,
}

/// <summary>A class of objects: every instance is made of random proportions, with parts that some have and others have not.</summary>
/// <param name="Name">Its name, one of ObjectNet3D's categories.</param>
/// <param name="Sides">From which sides it is shown.</param>
/// <param name="Make">Makes an instance, of any size and place, of an empty mesh, and returns that.</param>
public sealed record ObjectClass(string Name, Sides Sides, Func<RandomSequence, Mesh, Mesh> Make);
