// TorchSharp's native library asks for a newer libstdc++ than several current distributions have, without using anything of it.
// This file finds that out and, where it is so, makes a copy of the library that loads. Directory.Build.targets compiles it as an
// inline task and says when it runs. Projects that use the rest, to test it or to report what the build did, compile everything but the
// task, with OPTDYN_WITHOUT_TASK defined.

#nullable enable

#if !OPTDYN_WITHOUT_TASK // such a project has the first four as implicit usings, and no MSBuild
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

namespace OptimizerDynamics.Build;

/// <summary>A file is not an ELF library that this code can read.</summary>
internal sealed class ElfFormatException(string message) : Exception(message);

/// <summary>A library needs what the system lacks, and it is not the one case that is known to be harmless.</summary>
internal sealed class LibStdCxxTooOldException(string message) : Exception(message);

/// <summary>A symbol version that a library needs from another one: an entry of .gnu.version_r.</summary>
/// <param name="Name">The version, for example GLIBCXX_3.4.30.</param>
/// <param name="Index">The number by which .gnu.version refers to it.</param>
/// <param name="FlagsOffset">Where in the file the entry's flags (vna_flags) are.</param>
/// <param name="Weak">Whether the loader lets the version be absent.</param>
internal record struct NeededVersion(string Name, int Index, long FlagsOffset, bool Weak);

/// <summary>A dynamic symbol.</summary>
/// <param name="Name">The mangled name.</param>
/// <param name="Undefined">Whether another library has to provide it.</param>
/// <param name="Relocated">Whether a relocation names it. Nothing can call or read an undefined symbol that none names.</param>
internal record struct DynamicSymbol(string Name, bool Undefined, bool Relocated);

/// <summary>Reads the symbol versions of a 64 bit little-endian ELF library. Every read is checked against the file's end.</summary>
internal sealed class ElfLibrary
{
    private const uint Rela = 4, NoBits = 8, Rel = 9;
    private const uint VersionDefinitions = 0x6ffffffd, VersionNeeds = 0x6ffffffe, VersionIndices = 0x6fffffff;
    private const int SymbolSize = 24, RelaSize = 24, RelSize = 16, SectionHeaderSize = 64;

    private readonly List<Section> _sections = [];

    public ElfLibrary(string path, byte[] image)
    {
        Path = path;
        Image = image;
        if (image.Length < 64 || U32(0) != 0x464c457f || image[4] != 2 || image[5] != 1)
            throw Malformed("is not a 64 bit little-endian ELF file");

        var (start, size, count) = (Offset(0x28), U16(0x3a), U16(0x3c));
        if (count == 0 || size < SectionHeaderSize)
            throw Malformed("has no section headers");
        CheckRange(start, (long)count * size);
        for (var i = 0; i < count; i++)
        {
            var at = start + (long)i * size;
            var section = new Section(U32(at + 4), Offset(at + 24), Offset(at + 32), U32(at + 40), U32(at + 44));
            if (section.Type != NoBits)
                CheckRange(section.Offset, section.Size);
            _sections.Add(section);
        }
    }

    public string Path { get; }

    public byte[] Image { get; }

    public static ElfLibrary Read(string path) => new(path, File.ReadAllBytes(path));

    /// <summary>The versions that this library defines (.gnu.version_d).</summary>
    public List<string> DefinedVersions()
    {
        const int Base = 1; // the entry that carries the library's own name
        var names = new List<string>();
        foreach (var section in _sections.Where(s => s.Type == VersionDefinitions))
        {
            var strings = Linked(section);
            foreach (var at in Chain(section.Offset, section.Info, 16))
            {
                if ((U16(at + 2) & Base) == 0)
                    names.Add(Text(strings, U32(at + U32(at + 12))));
            }
        }

        return names;
    }

    /// <summary>The versions that this library needs from the library of that name (.gnu.version_r).</summary>
    public List<NeededVersion> NeededVersions(string library)
    {
        var needed = new List<NeededVersion>();
        foreach (var section in _sections.Where(s => s.Type == VersionNeeds))
        {
            var strings = Linked(section);
            foreach (var file in Chain(section.Offset, section.Info, 12).Where(at => Text(strings, U32(at + 4)) == library))
            {
                foreach (var at in Chain(file + U32(file + 8), U16(file + 2), 12))
                    needed.Add(new NeededVersion(Text(strings, U32(at + 8)), U16(at + 6), at + 4, (U16(at + 4) & LibStdCxx.Weak) != 0));
            }
        }

        return needed;
    }

    /// <summary>The dynamic symbols that carry a version.</summary>
    public List<DynamicSymbol> SymbolsOf(NeededVersion version)
    {
        const int Hidden = 0x8000; // a flag in the same number, of no meaning here
        var found = new List<DynamicSymbol>();
        foreach (var indices in _sections.Where(s => s.Type == VersionIndices))
        {
            var symbols = Linked(indices);
            var strings = Linked(symbols);
            var relocated = RelocatedSymbols(indices.Link);
            for (long i = 0; i < symbols.Size / SymbolSize; i++)
            {
                if ((U16(indices.Offset + 2 * i) & ~Hidden) != version.Index)
                    continue;
                var at = symbols.Offset + i * SymbolSize;
                found.Add(new DynamicSymbol(Text(strings, U32(at)), U16(at + 6) == 0, relocated.Contains(i)));
            }
        }

        return found;
    }

    private HashSet<long> RelocatedSymbols(uint symbolSection)
    {
        var indices = new HashSet<long>();
        foreach (var section in _sections.Where(s => s.Type is Rela or Rel && s.Link == symbolSection))
        {
            var size = section.Type == Rela ? RelaSize : RelSize;
            for (long i = 0; i < section.Size / size; i++)
                indices.Add(U32(section.Offset + i * size + 12)); // the upper half of r_info
        }

        return indices;
    }

    /// <summary>The positions of a chain's entries; each holds the distance to the next one, and 0 ends the chain early.</summary>
    private IEnumerable<long> Chain(long start, uint count, int nextField)
    {
        var at = start;
        for (uint i = 0; i < count; i++)
        {
            yield return at;
            var next = U32(at + nextField);
            if (next == 0)
                yield break;
            at += next;
        }
    }

    private Section Linked(Section section)
        => section.Link < _sections.Count
            ? _sections[(int)section.Link]
            : throw Malformed($"refers to section {section.Link}, but has only {_sections.Count}");

    private string Text(Section strings, uint offset)
    {
        var start = strings.Offset + offset;
        var limit = strings.Offset + strings.Size;
        var end = start;
        while (end < limit && Byte(end) != 0)
            end++;
        if (end >= limit)
            throw Malformed("has a name that does not end inside its string table");
        return System.Text.Encoding.ASCII.GetString(Image, (int)start, (int)(end - start));
    }

    private ushort U16(long at) => (ushort)(Byte(at) | Byte(at + 1) << 8);

    private uint U32(long at) => U16(at) | (uint)U16(at + 2) << 16;

    /// <summary>A 64 bit offset or size. None that lies in a file this code can hold has its upper half set.</summary>
    private long Offset(long at) => U32(at + 4) == 0 ? U32(at) : throw CutOff();

    private byte Byte(long at) => at < Image.LongLength ? Image[at] : throw CutOff();

    private void CheckRange(long offset, long size)
    {
        if (offset + size > Image.LongLength)
            throw CutOff();
    }

    private ElfFormatException CutOff() => Malformed("refers to a place behind its end; the file is cut off or damaged");

    private ElfFormatException Malformed(string what) => new($"{Path} {what}.");

    private record struct Section(uint Type, long Offset, long Size, uint Link, uint Info);
}

/// <summary>Decides whether a library can use the system's libstdc++.</summary>
internal static class LibStdCxx
{
    /// <summary>The bit of vna_flags (VER_FLG_WEAK) with which the loader accepts that the version is absent.</summary>
    public const int Weak = 2;

    public const string FileName = "libstdc++.so.6";

    /// <summary>
    /// Headers of GCC 13 and later name this symbol only to demand a libstdc++ that sets up the standard streams by itself. Older ones set
    /// them up when a library that was compiled against older headers loads; libtorch is one, and it loads before TorchSharp's library.
    /// </summary>
    public const string KnownSymbol = "_ZSt21ios_base_library_initv";

    public const string KnownVersion = "GLIBCXX_3.4.32";

    private static readonly string[] _usualFolders =
        ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib"];

    /// <summary>The system's libstdc++: the one that a running program has loaded, else the first in the usual folders.</summary>
    public static string Find(string loaded, IEnumerable<string>? folders = null)
    {
        var places = new[] { loaded }.Concat((folders ?? _usualFolders).Select(folder => Path.Combine(folder, FileName)));
        return places.FirstOrDefault(File.Exists)
            ?? throw new LibStdCxxTooOldException($"No {FileName} was found here. Install it: the .NET runtime and libtorch need it.");
    }

    /// <summary>
    /// The library's bytes with the one harmless demand made weak, or null where the system defines all that the library demands.
    /// </summary>
    /// <exception cref="LibStdCxxTooOldException">The system lacks something that the library may really use.</exception>
    public static byte[]? Relax(ElfLibrary library, ElfLibrary system)
    {
        var defined = new HashSet<string>(system.DefinedVersions());
        var lacking = library.NeededVersions(FileName).Where(v => !v.Weak && !defined.Contains(v.Name)).ToList();
        if (lacking.Count == 0)
            return null;

        var symbols = lacking.SelectMany(library.SymbolsOf).ToList();
        var harmless = lacking.Count == 1 && lacking[0].Name == KnownVersion
            && symbols.Count == 1 && symbols[0].Name == KnownSymbol && symbols[0].Undefined && !symbols[0].Relocated;
        if (!harmless)
            throw new LibStdCxxTooOldException(Refusal(library, system, defined, lacking, symbols));

        var relaxed = (byte[])library.Image.Clone();
        relaxed[lacking[0].FlagsOffset] |= Weak;
        return relaxed;
    }

    /// <summary>The newest of the GLIBCXX versions among these, or null where there is none.</summary>
    public static string? Newest(IEnumerable<string> versions)
        => versions.Where(name => name.StartsWith("GLIBCXX_", StringComparison.Ordinal))
            .OrderBy(name => Version.TryParse(name.Split('_')[1], out var version) ? version : null).LastOrDefault();

    private static string Refusal(
        ElfLibrary library, ElfLibrary system, HashSet<string> defined, List<NeededVersion> lacking, List<DynamicSymbol> symbols)
    {
        var named = string.Join(", ", symbols.Select(s => s.Name).Take(5).DefaultIfEmpty("none"));
        var more = symbols.Count > 5 ? $" and {symbols.Count - 5} more" : "";
        return $"{library.Path} needs {string.Join(", ", lacking.Select(v => v.Name))} of {FileName}, which this system lacks: "
            + $"{system.Path} defines {Newest(defined) ?? "nothing"} at most. The symbols in question: {named}{more}. "
            + "Use a newer libstdc++, for example that of a newer distribution.";
    }
}

#if !OPTDYN_WITHOUT_TASK
/// <summary>Writes a copy of a library that loads with this system's libstdc++, or a marker where the library itself does.</summary>
public sealed class RelaxLibStdCxx : Task
{
    /// <summary>The library as its package has it. It is only read.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>The file that says that no copy is needed.</summary>
    [Required]
    public string NotNeededMarker { get; set; } = "";

    /// <summary>The libstdc++ that this process has loaded, as far as the build knows it.</summary>
    public string LoadedLibStdCxx { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var system = LibStdCxx.Find(LoadedLibStdCxx);
            var relaxed = LibStdCxx.Relax(ElfLibrary.Read(Source), ElfLibrary.Read(system));
            Directory.CreateDirectory(Path.GetDirectoryName(Destination)!);
            if (relaxed is null)
            {
                Write(NotNeededMarker, []);
                Log.LogMessage(MessageImportance.Low, "{0} has every version that {1} needs.", system, Source);
                return true;
            }

            Write(Destination, relaxed);
            Log.LogMessage(
                MessageImportance.High,
                "{0} lacks {1}, of which TorchSharp uses nothing: the output gets a copy of {2} that loads without it.",
                system, LibStdCxx.KnownVersion, Path.GetFileName(Source));
            return true;
        }
        catch (Exception e) when (e is ElfFormatException or LibStdCxxTooOldException or IOException or UnauthorizedAccessException)
        {
            Log.LogError("TorchSharp would not load on this system. {0}", e.Message);
            return false;
        }
    }

    /// <summary>Whole or not at all, and never through a link: a new file that takes its name at the end.</summary>
    private void Write(string path, byte[] content)
    {
        var temporary = path + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, content);
        // The same on every machine, so that an incremental build copies nothing again; but not the source's own time, because copying
        // compares time and size alone and would leave an output of the unchanged library as it is.
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(Source).AddSeconds(2));
        try
        {
            File.Move(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary); // another build of this project was first, with the same result
        }
    }
}
#endif
