using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck.Xunit;
using OptimizerDynamics.Build;

namespace OptimizerDynamics.Torch.Tests;

public sealed class ElfVersionTests
{
    private const string Known = LibStdCxx.KnownVersion;

    /// <summary>A library whose only demand beyond <see cref="OldSystem"/> is the known one.</summary>
    private static readonly SyntheticElf _library = new(
        needs: [("GLIBCXX_3.4.30", false), (Known, false)],
        symbols: [new("used", "GLIBCXX_3.4.30", Relocated: true), new(LibStdCxx.KnownSymbol, Known)]);

    private static ElfLibrary OldSystem
        => new SyntheticElf(defines: ["GLIBCXX_3.4.9", "GLIBCXX_3.4.30", "CXXABI_1.3"]).Read("old libstdc++");

    [Fact]
    public void Versions_and_symbols_are_read()
    {
        var library = _library.Read();

        var needed = library.NeededVersions(LibStdCxx.FileName);

        Assert.Equal(["GLIBCXX_3.4.30", Known], needed.Select(v => v.Name));
        Assert.All(needed, v => Assert.False(v.Weak));
        Assert.Equal([new DynamicSymbol("used", Undefined: true, Relocated: true)], library.SymbolsOf(needed[0]));
        Assert.Equal([new DynamicSymbol(LibStdCxx.KnownSymbol, Undefined: true, Relocated: false)], library.SymbolsOf(needed[1]));
        Assert.Empty(library.NeededVersions("libm.so.6"));
        Assert.Equal(["GLIBCXX_3.4.9", "GLIBCXX_3.4.30", "CXXABI_1.3"], OldSystem.DefinedVersions());
    }

    [Fact]
    public void The_known_demand_becomes_weak_and_nothing_else_changes()
    {
        var library = _library.Read();
        var original = library.Image.ToArray();

        var relaxed = LibStdCxx.Relax(library, OldSystem)!;

        Assert.Equal(original, library.Image);
        Assert.Single(original.Zip(relaxed), bytes => bytes.First != bytes.Second);
        var again = new ElfLibrary("relaxed", relaxed);
        Assert.Equal([false, true], again.NeededVersions(LibStdCxx.FileName).Select(v => v.Weak));
        Assert.Null(LibStdCxx.Relax(again, OldSystem));
    }

    [Fact]
    public void A_system_that_has_all_needs_no_copy()
        => Assert.Null(LibStdCxx.Relax(_library.Read(), new SyntheticElf(defines: ["GLIBCXX_3.4.30", Known]).Read()));

    [Fact]
    public void A_second_lacking_version_is_refused()
    {
        var library = new SyntheticElf(
            needs: [(Known, false), ("GLIBCXX_3.4.33", false)],
            symbols: [new(LibStdCxx.KnownSymbol, Known), new("newer", "GLIBCXX_3.4.33")]);

        AssertRefused(library, Known, "GLIBCXX_3.4.33", "newer", "defines GLIBCXX_3.4.30 at most", "old libstdc++", "newer distribution");
    }

    [Fact]
    public void A_second_symbol_is_refused()
        => AssertRefused(With(new(LibStdCxx.KnownSymbol, Known), new("other", Known)), Known, LibStdCxx.KnownSymbol, "other");

    [Fact]
    public void Another_symbol_is_refused() => AssertRefused(With(new ElfSymbol("other", Known)), "other");

    [Fact]
    public void A_version_without_a_symbol_is_refused() => AssertRefused(With(), "none");

    [Fact]
    public void A_symbol_that_is_bound_is_refused()
        => AssertRefused(With(new ElfSymbol(LibStdCxx.KnownSymbol, Known, Relocated: true)), Known);

    [Fact]
    public void A_symbol_that_the_library_defines_is_refused()
        => AssertRefused(With(new ElfSymbol(LibStdCxx.KnownSymbol, Known, Undefined: false)), Known);

    [Fact]
    public void Another_lacking_version_is_refused()
        => AssertRefused(new SyntheticElf([("GLIBCXX_3.4.31", false)], [new(LibStdCxx.KnownSymbol, "GLIBCXX_3.4.31")]), "GLIBCXX_3.4.31");

    [Fact]
    public void What_is_no_library_is_named()
    {
        var error = Assert.Throws<ElfFormatException>(() => new ElfLibrary("some.so", Encoding.ASCII.GetBytes(new string('x', 100))));

        Assert.Equal("some.so is not a 64 bit little-endian ELF file.", error.Message);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        var image = _library.Image();

        for (var length = 0; length < image.Length; length++)
        {
            var error = Assert.Throws<ElfFormatException>(() => LibStdCxx.Relax(new ElfLibrary("cut.so", image[..length]), OldSystem));
            Assert.StartsWith("cut.so ", error.Message, StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 2000)]
    public bool A_damaged_file_is_read_or_refused(ushort position, byte value)
    {
        var image = _library.Image();
        image[position % image.Length] = value;
        var error = Record.Exception(() => LibStdCxx.Relax(new ElfLibrary("damaged.so", image), OldSystem));
        return error is null or ElfFormatException or LibStdCxxTooOldException;
    }

    [Fact]
    public void The_loaded_library_is_preferred_and_its_absence_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("optdyn-test-");
        var (loaded, usual) = (Path.Combine(folder.FullName, "loaded"), Path.Combine(folder.FullName, LibStdCxx.FileName));

        Assert.Throws<LibStdCxxTooOldException>(() => LibStdCxx.Find("", [folder.FullName]));
        File.WriteAllText(usual, "");
        Assert.Equal(usual, LibStdCxx.Find(loaded, [folder.FullName]));
        File.WriteAllText(loaded, "");
        Assert.Equal(loaded, LibStdCxx.Find(loaded, [folder.FullName]));

        folder.Delete(recursive: true);
    }

    [LinuxX64Fact]
    public void The_system_library_defines_versions()
    {
        var system = ElfLibrary.Read(LibStdCxx.Find(""));

        Assert.Superset(new HashSet<string> { "GLIBCXX_3.4", "GLIBCXX_3.4.21", "CXXABI_1.3" }, system.DefinedVersions().ToHashSet());
    }

    [LinuxX64Fact]
    public void The_library_in_the_output_loads_on_this_system()
        => Assert.Null(LibStdCxx.Relax(OutputLibrary(), ElfLibrary.Read(LibStdCxx.Find(""))));

    [LinuxX64Fact]
    public void The_real_library_is_the_known_case()
    {
        var library = OutputLibrary();
        var needed = library.NeededVersions(LibStdCxx.FileName);
        var known = needed.Single(v => v.Name == Known);
        library.Image[known.FlagsOffset] = 0; // as its package has it
        var system = new SyntheticElf(defines: [.. needed.Select(v => v.Name).Where(name => name != Known)]).Read();

        var relaxed = LibStdCxx.Relax(library, system)!;

        Assert.Equal([new DynamicSymbol(LibStdCxx.KnownSymbol, Undefined: true, Relocated: false)], library.SymbolsOf(known));
        Assert.Equal(LibStdCxx.Weak, relaxed[known.FlagsOffset]);
        relaxed[known.FlagsOffset] = 0;
        Assert.True(relaxed.AsSpan().SequenceEqual(library.Image));
    }

    private static ElfLibrary OutputLibrary()
        => ElfLibrary.Read(Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).First());

    private static SyntheticElf With(params ElfSymbol[] symbols) => new([(Known, false)], symbols);

    private static void AssertRefused(SyntheticElf library, params string[] says)
    {
        var error = Assert.Throws<LibStdCxxTooOldException>(() => LibStdCxx.Relax(library.Read("library.so"), OldSystem));
        Assert.All(says.Prepend("library.so"), part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private sealed class LinuxX64FactAttribute : FactAttribute
    {
        public LinuxX64FactAttribute()
        {
            if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
                Skip = "Linux x64 only.";
        }
    }

    private sealed record ElfSymbol(string Name, string Version, bool Undefined = true, bool Relocated = false);

    /// <summary>Writes the least of an ELF library that has symbol versions.</summary>
    private sealed class SyntheticElf(
        (string Name, bool Weak)[]? needs = null, ElfSymbol[]? symbols = null, string[]? defines = null)
    {
        private readonly (string Name, bool Weak)[] _needs = needs ?? [];
        private readonly ElfSymbol[] _symbols = symbols ?? [];
        private readonly string[] _defines = defines ?? [];
        private readonly List<byte> _strings = [0];

        public ElfLibrary Read(string path = "synthetic.so") => new(path, Image());

        public byte[] Image()
        {
            _strings.RemoveRange(1, _strings.Count - 1);
            // Type, link, info and content. The names come last, when all are known.
            (uint Type, uint Link, uint Info, byte[] Content)[] sections =
            [
                (0, 0, 0, []),
                (11, 6, 0, Symbols()),
                (0x6fffffff, 1, 0, [0, 0, .. _symbols.SelectMany(s => Bytes(2, IndexOf(s.Version)))]),
                (0x6ffffffe, 6, 1, Needs()),
                (0x6ffffffd, 6, (uint)_defines.Length + 1, Defines()),
                (4, 1, 0, Relocations()),
                (3, 0, 0, [.. _strings]),
            ];
            var file = new List<byte>(new byte[64]);
            var headers = new List<byte>();
            foreach (var (type, link, info, content) in sections)
            {
                headers.AddRange([.. Bytes(4, 0), .. Bytes(4, type), .. Bytes(8, 0), .. Bytes(8, 0), .. Bytes(8, (ulong)file.Count)]);
                headers.AddRange([.. Bytes(8, (ulong)content.Length), .. Bytes(4, link), .. Bytes(4, info), .. Bytes(16, 0)]);
                file.AddRange(content);
            }

            byte[] header = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
            header.CopyTo(CollectionsMarshal.AsSpan(file));
            Put(file, 0x28, Bytes(8, (ulong)file.Count));
            Put(file, 0x3a, Bytes(2, 64));
            Put(file, 0x3c, Bytes(2, (ulong)sections.Length));
            file.AddRange(headers);
            return [.. file];
        }

        private byte[] Symbols()
            => [.. new byte[24], .. _symbols.SelectMany(s => (byte[])
            [
                .. Bytes(4, Text(s.Name)), .. Bytes(2, 0x12), .. Bytes(2, s.Undefined ? 0u : 1u), .. Bytes(16, 0),
            ])];

        private byte[] Relocations()
            => [.. _symbols.Index().Where(s => s.Item.Relocated)
                .SelectMany(s => (byte[])[.. Bytes(8, 0), .. Bytes(4, 6), .. Bytes(4, (ulong)s.Index + 1), .. Bytes(8, 0)])];

        private byte[] Needs()
        {
            var entries = _needs.Index().SelectMany(need => (byte[])
            [
                .. Bytes(4, 0), .. Bytes(2, need.Item.Weak ? 2u : 0u), .. Bytes(2, IndexOf(need.Item.Name)),
                .. Bytes(4, Text(need.Item.Name)), .. Bytes(4, need.Index + 1 < _needs.Length ? 16u : 0u),
            ]);
            return
            [
                .. Bytes(2, 1), .. Bytes(2, (ulong)_needs.Length), .. Bytes(4, Text(LibStdCxx.FileName)), .. Bytes(4, 16), .. Bytes(4, 0),
                .. entries,
            ];
        }

        private byte[] Defines()
            => [.. _defines.Prepend("synthetic.so").Index().SelectMany(define => (byte[])
            [
                .. Bytes(2, 1), .. Bytes(2, define.Index == 0 ? 1u : 0u), .. Bytes(2, (ulong)define.Index + 1), .. Bytes(2, 1),
                .. Bytes(4, 0), .. Bytes(4, 20), .. Bytes(4, define.Index < _defines.Length ? 28u : 0u),
                .. Bytes(4, Text(define.Item)), .. Bytes(4, 0),
            ])];

        private ulong IndexOf(string version) => (ulong)Array.FindIndex(_needs, need => need.Name == version) + 2;

        private ulong Text(string text)
        {
            var at = _strings.Count;
            _strings.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
            return (ulong)at;
        }

        private static byte[] Bytes(int size, ulong value)
        {
            var bytes = new byte[Math.Max(size, 8)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            return bytes[..size];
        }

        private static void Put(List<byte> file, int at, byte[] bytes)
            => bytes.CopyTo(CollectionsMarshal.AsSpan(file)[at..]);
    }
}
