using System.IO.Compression;
using System.Numerics;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Data.Tests;

/// <summary>The furniture package: zip files of its layout, whole and damaged, and the package itself where it is installed.</summary>
public sealed class FurnitureLibraryTests : IDisposable
{
    private const string Catalog = "PluginFurnitureCatalog.properties", Fan = "blendswap-cc-0/tableFan/tableFan.obj";

    /// <summary>A bar along z, twice as dark as plain.</summary>
    private const string Bar = "mtllib m.mtl\nusemtl m\nv 0 0 0\nv 1 0 0\nv 1 0 9\nv 0 0 9\nf 1 2 3 4\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-furniture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Listed_models_are_read_with_their_materials_and_turned_as_the_catalog_says()
    {
        Write();
        var library = FurnitureLibrary.Read(_folder.FullName);
        Assert.Equal(Classes().Select(known => known.Name), library.Names);
        Assert.Equal((Classes().Sum(known => known.Models.Length), 3, true), (library.Models, library.Fewest, library.IsSplitByView));

        var random = new RandomSequence(1, 1);
        var fans = Enumerable.Range(0, 100)
            .Select(_ => library.Make(library.Names.ToList().IndexOf("fan"), random, isTest: false, new Mesh()))
            .DistinctBy(mesh => mesh.Corners[0])
            .ToList();
        Vector3 Size(Mesh mesh) => mesh.Corners.Aggregate(Vector3.Max) - mesh.Corners.Aggregate(Vector3.Min);
        // The table fan is turned so that z becomes y; the other two lie as they are written.
        Assert.Equal(2, fans.Count);
        var (turned, other) = Size(fans[0]).Y > 1 ? (fans[0], fans[1]) : (fans[1], fans[0]);
        Assert.Equal(9, Size(turned).Y / Size(turned).X, 1e-4f);
        Assert.Equal(0, Size(turned).Z);
        Assert.Equal(9, Size(other).Z / Size(other).X, 1e-4f);
        Assert.Equal(0, Size(other).Y);
        Assert.All(fans, fan => Assert.All(fan.Tones, tone => Assert.Equal(0.1f + 0.9f * 0.4f, tone, 1e-5f)));
    }

    [Theory]
    [InlineData("modelRotation#7=1 0 0 0 0 1 0 -1", "1 0 0 0 0 1 0 -1")]
    [InlineData("modelRotation#7=1 0 0 0 0 1 0 -1 x", "1 0 0 0 0 1 0 -1 x")]
    [InlineData("modelRotation#7 = 0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0")]
    public void A_catalog_with_a_wrong_turn_is_refused(string line, string found)
    {
        Write();
        Change("BlendSwap-CC-0", zip => Put(zip, Catalog, $"model#7=/{Fan}\n{line}\n"));
        Fails(
            "BlendSwap-CC-0",
            $": expected a zip file of furniture, found a damaged one: {Catalog}: expected nine numbers of modelRotation#7 that are a "
                + $"turn, found '{found}'");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Write();
        Change("BlendSwap-CC-0", zip => zip.GetEntry(Fan)!.Delete());
        Fails("BlendSwap-CC-0", $": expected a model {Fan}, found none");
        Change("BlendSwap-CC-0", zip => Put(zip, Fan, "v 0 0 0\nv 1 0 0\nf 1 2 3\n"));
        Fails("BlendSwap-CC-0", $":{Fan}:3: expected the index of a corner, from -2 to 2, found '3'");
        Change("Scopia", zip => zip.GetEntry(Catalog)!.Delete());
        Fails("Scopia", $": expected a zip file of furniture, found a damaged one: it has no {Catalog}");
        File.Delete(PathOf("KatorLegaz"));
        Assert.Equal(PathOf("KatorLegaz"), Assert.Throws<FileNotFoundException>(() => FurnitureLibrary.Read(_folder.FullName)).FileName);
    }

    /// <summary>Cut off anywhere, or with a bit turned over anywhere: read as it was, or an error that names the zip file.</summary>
    [Fact]
    public void A_damaged_zip_file_is_named()
    {
        Write();
        var whole = File.ReadAllBytes(PathOf("KatorLegaz"));
        var random = new Random(4);
        var refused = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var bytes = whole[..(trial < 20 ? whole.Length * trial / 20 : whole.Length)];
            if (trial >= 20)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(PathOf("KatorLegaz"), bytes);
            try
            {
                FurnitureLibrary.Read(_folder.FullName);
            }
            catch (InvalidDataException cause)
            {
                Assert.StartsWith($"{PathOf("KatorLegaz")}:", cause.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // Every one that is cut off, and of the others those whose bit is not one of a date or the like.
        Assert.InRange(refused, 20 + 10, 60);
    }

    [Fact]
    public void A_bit_turned_over_in_a_model_is_found_by_its_checksum()
    {
        Write(CompressionLevel.NoCompression);
        var bytes = File.ReadAllBytes(PathOf("BlendSwap-CC-0"));
        var place = bytes.AsSpan().LastIndexOf("v 1 0 9"u8) + 2;
        bytes[place] = (byte)'2';
        File.WriteAllBytes(PathOf("BlendSwap-CC-0"), bytes);
        var message = Assert.Throws<InvalidDataException>(() => FurnitureLibrary.Read(_folder.FullName)).Message;
        Assert.Matches(
            $"^{PathOf("BlendSwap-CC-0")}: expected a zip file of furniture, found a damaged one: [^:]+.obj: expected the checksum "
                + $"[0-9a-f]{{8}}, found [0-9a-f]{{8}}$",
            message);
    }

    /// <summary>Every listed model is there, and stands: what is high in life is high in its mesh, and what is flat is flat.</summary>
    [InstalledFact("sweethome3d-furniture", FurnitureLibrary.InstalledFolder)]
    public void The_installed_package_has_every_listed_model()
    {
        var library = FurnitureLibrary.Read(FurnitureLibrary.InstalledFolder);
        Assert.Equal(Classes().Select(known => known.Name), library.Names);
        Assert.Equal(
            (26, Classes().Sum(known => known.Models.Length), 3, true),
            (library.Names.Count, library.Models, library.Fewest, library.IsSplitByView));
        foreach (var (label, (name, models)) in Classes().Index())
        {
            var random = new RandomSequence(1, (ulong)label);
            var seen = Enumerable.Range(0, 400)
                .Select(_ => library.Make(label, random, isTest: false, new Mesh()))
                .DistinctBy(mesh => mesh.Tones.Count + mesh.Corners[1].X)
                .ToList();
            Assert.Equal(models.Length, seen.Count);
            Assert.All(seen, mesh =>
            {
                Assert.InRange(mesh.Tones.Count, 20, 200_000);
                Assert.All(mesh.Corners, corner => Assert.True(corner.Length() < 1.0001f, name));
                var size = mesh.Corners.Aggregate(Vector3.Max) - mesh.Corners.Aggregate(Vector3.Min);
                if (name is "bottle" or "road_pole" or "door" or "refrigerator")
                    Assert.True(size.Y >= Math.Max(size.X, size.Z), $"{name}: {size}");
                if (name is "bed" or "car" or "sofa" or "tub")
                    Assert.True(size.Y <= Math.Max(size.X, size.Z), $"{name}: {size}");
            });
        }
    }

    private static List<(string Name, string[] Models)> Classes()
    {
        using var reader = new StreamReader(typeof(FurnitureLibrary).Assembly.GetManifestResourceStream("furniture.txt")!);
        return
        [
            .. reader.ReadToEnd()
                .Split('\n')
                .Where(line => line.Length > 0 && !line.StartsWith('#'))
                .Select(line => line.Split(' '))
                .Select(words => (words[0], words[1..])),
        ];
    }

    private string PathOf(string archive) => Path.Combine(_folder.FullName, $"{archive}.sh3f");

    private void Write(CompressionLevel level = CompressionLevel.Fastest)
    {
        foreach (var archive in Classes()
            .SelectMany(known => known.Models)
            .Select(model => model.Split('/', 2))
            .GroupBy(parts => parts[0], parts => parts[1]))
        {
            using var zip = ZipFile.Open(PathOf(archive.Key), ZipArchiveMode.Create);
            foreach (var model in archive)
            {
                Put(zip, model, Bar, level);
                Put(zip, model[..(model.LastIndexOf('/') + 1)] + "m.mtl", "newmtl m\nKd 0.4 0.4 0.4\n", level);
            }

            Put(
                zip, Catalog,
                $"# a catalog\nid=x\nname#1=Some bed\nmodel#1=/other.obj\nname#7=A fan\nmodel#7=/{Fan}\nmodelRotation#7=1 0 0  0 0 1 0 -1 "
                    + $"0\nmodelRotation#8=1 0 0 0 1 0 0 0 1\n",
                level);
        }

        Assert.Equal(
            FurnitureLibrary.Archives,
            Directory.EnumerateFiles(_folder.FullName).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    private void Change(string archive, Action<ZipArchive> change)
    {
        using var zip = ZipFile.Open(PathOf(archive), ZipArchiveMode.Update);
        change(zip);
    }

    private static void Put(ZipArchive zip, string name, string text, CompressionLevel level = CompressionLevel.Fastest)
    {
        if (zip.Mode == ZipArchiveMode.Update)
            zip.GetEntry(name)?.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name, level).Open());
        writer.Write(text);
    }

    private void Fails(string archive, string message) =>
        Assert.Equal(PathOf(archive) + message, Assert.Throws<InvalidDataException>(() => FurnitureLibrary.Read(_folder.FullName)).Message);
}
