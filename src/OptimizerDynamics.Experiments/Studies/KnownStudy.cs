namespace OptimizerDynamics.Experiments;

/// <summary>A study that a name or a file stands for.</summary>
/// <param name="Name">The name by which it is found: that of its folder, or of its file.</param>
/// <param name="Origin">Where it was found; it decides where records and report go.</param>
/// <param name="Text">The study itself.</param>
public sealed record KnownStudy(string Name, StudyOrigin Origin, StudyText Text)
{
    /// <summary>Where its records are kept if nothing else is said: in <c>runs</c> here, and for a file of its own in <c>runs</c> beside
    /// that file.</summary>
    public string Store => Origin == StudyOrigin.File ? Path.Combine(Path.GetDirectoryName(Text.Source)!, RunStore.Usual) : RunStore.Usual;
}

/// <summary>Where a study was found.</summary>
public enum StudyOrigin
{
    /// <summary>In the folder <c>experiments</c> of the current folder: its report at the profile that is committed goes to the folder
    /// <c>reports</c> beside it.</summary>
    Folder,

    /// <summary>In the program: <see cref="BuiltInStudies"/>.</summary>
    Program,

    /// <summary>In a file that was named.</summary>
    File,
}
