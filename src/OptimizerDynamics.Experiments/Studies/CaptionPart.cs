namespace OptimizerDynamics.Experiments;

/// <summary>Where a parameter is said in the caption of a figure, when all trainings share it.</summary>
public enum CaptionPart
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>With the network: words after each other.</summary>
    Network,

    /// <summary>With the images: a list.</summary>
    Images,

    /// <summary>By itself, after network and images.</summary>
    Training,
}
