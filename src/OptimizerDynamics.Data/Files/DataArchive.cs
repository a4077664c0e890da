namespace OptimizerDynamics.Data;

/// <summary>The archive that a data set is published in.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, in lower case.</param>
/// <param name="Folder">The folder that it unpacks to.</param>
public sealed record DataArchive(string Set, Uri Address, long Size, string Sha256, string Folder)
{
    /// <summary>The file in a set's folder that says which archive was unpacked there, and the fingerprint of what was in it.</summary>
    public const string NoteName = ".optdyn-archive";

    /// <summary>The name of the archive's file.</summary>
    public string FileName => Path.GetFileName(Address.AbsolutePath);

    /// <summary>Whether a folder holds what was in the archive when it was unpacked.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fingerprint">The fingerprint of what is there now.</param>
    public bool IsIn(string folder, string fingerprint)
    {
        var note = Path.Combine(folder, NoteName);
        return File.Exists(note) && File.ReadAllText(note).Trim() == NoteOf(fingerprint);
    }

    /// <summary>Notes which archive was unpacked, and what was in it.</summary>
    /// <param name="folder">The folder that it was unpacked to.</param>
    /// <param name="fingerprint">The fingerprint of its files.</param>
    /// <exception cref="IOException">The note cannot be written.</exception>
    public void Note(string folder, string fingerprint) => File.WriteAllText(Path.Combine(folder, NoteName), NoteOf(fingerprint) + "\n");

    private string NoteOf(string fingerprint) => $"{Sha256} {fingerprint}";
}
