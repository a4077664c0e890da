using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>Folders of models, and what of them the test sees alone. Model i of these tests has i triangles.</summary>
public sealed class MeshLibraryTests : IDisposable
{
    private static readonly string[] _others = ["01_leg.off", "1.off", "001.off", "01.obj", "01.off.bak", "03.OFF"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-models-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_folder_is_a_class_and_every_mesh_in_it_a_model()
    {
        Write("table/top.off", 2);
        Write("chair/b.OFF", 3);
        File.WriteAllText(PathOf("chair/a.Obj"), "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
        File.WriteAllText(PathOf("chair/a.mtl"), "newmtl a\n");
        File.WriteAllText(PathOf("chair/notes.txt"), "no model");
        Write("loose.off", 9);
        Write("chair/parts/leg.off", 9);
        _folder.CreateSubdirectory("empty");

        var library = MeshLibrary.ReadFolder(_folder.FullName);
        Assert.Equal(["chair", "table"], library.Names);
        Assert.Equal((3, 1, true, Sides.All), (library.Models, library.Fewest, library.IsSplitByView, library.SidesOf(0)));
        Assert.Equal([1, 3], Seen(library, 0, isTest: false));
        Assert.Equal([2], Seen(library, 1, isTest: false));
        Assert.All(library.Make(0, new RandomSequence(1, 1), false, new Mesh()).Corners, corner => Assert.True(corner.Length() < 1.0001f));
    }

    /// <summary>As it is published: models have two digits, and beside them lie their anchor points.</summary>
    [Theory]
    [InlineData("CAD/off")]
    [InlineData("ObjectNet3D/CAD/off")]
    public void Of_ObjectNet3D_the_numbered_files_are_models(string below)
    {
        Write($"{below}/chair/01.off", 1);
        Write($"{below}/chair/02.off", 2);
        foreach (var (place, name) in _others.Index())
            Write($"{below}/chair/{name}", 10 + place);
        Write($"{below}/bed/01.off", 3);
        Write("other/01.off", 4);

        var library = MeshLibrary.ReadFolder(_folder.FullName);
        Assert.Equal(["bed", "chair"], library.Names);
        Assert.Equal([3], Seen(library, 0, isTest: true));
        Assert.Equal([1, 2], Seen(library, 1, isTest: true));
    }

    [Fact]
    public void Where_every_class_has_five_models_a_fifth_is_seen_in_the_test_alone()
    {
        var library = new MeshLibrary([("many", Models(11)), ("few", Models(5))]);
        Assert.Equal((false, 5, 16), (library.IsSplitByView, library.Fewest, library.Models));
        Assert.Equal(["few", "many"], library.Names);
        Assert.Equal([1, 2, 3, 4], Seen(library, 0, isTest: false));
        Assert.Equal([5], Seen(library, 0, isTest: true));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Seen(library, 1, isTest: false));
        Assert.Equal([10, 11], Seen(library, 1, isTest: true));
    }

    [Fact]
    public void Where_a_class_has_fewer_training_and_test_see_all_models()
    {
        var library = new MeshLibrary([("few", Models(4)), ("many", Models(11))]);
        Assert.Equal((true, 4), (library.IsSplitByView, library.Fewest));
        foreach (var isTest in new[] { false, true })
        {
            Assert.Equal(Enumerable.Range(1, 4), Seen(library, 0, isTest));
            Assert.Equal(Enumerable.Range(1, 11), Seen(library, 1, isTest));
        }
    }

    /// <summary>
    /// Of every eighth of a turn the test has the first quarter; a sixteenth of the eighth lies between it and what training has, on both
    /// sides.
    /// </summary>
    [Theory]
    [InlineData(Sides.All)]
    [InlineData(Sides.Front)]
    [InlineData(Sides.FrontAndBack)]
    public void The_two_see_models_from_sides_that_lie_apart(Sides sides)
    {
        float[] Azimuths(bool isTest)
        {
            var random = new RandomSequence(6, isTest ? 1UL : 0);
            return
            [
                .. Enumerable.Range(0, 4000)
                    .Select(_ => Pose.Draw(random, sides, isTest).Azimuth)
                    .Select(azimuth => azimuth < 0 ? azimuth + 2 * MathF.PI : azimuth)
                    .Order(),
            ];
        }

        var (training, test) = (Azimuths(false), Azimuths(true));
        Assert.All(test, azimuth =>
        {
            var nearest = training.Min(other => Math.Min(Math.Abs(other - azimuth), 2 * MathF.PI - Math.Abs(other - azimuth)));
            Assert.InRange(nearest, MathF.PI / 64 - 1e-4f, 1);
        });
        // Of all sides, not only of some.
        Assert.Equal(
            sides == Sides.All ? 8 : sides == Sides.Front ? 3 : 6,
            test.Select(azimuth => (int)(azimuth * 4 / MathF.PI)).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_drawn_from_the_sides_of_their_set(bool isTest)
    {
        const int Size = 32;
        var library = new MeshLibrary([
            ("flag", [new Mesh().Quad(new(0, 0, 0), new(1, 0, 0), new(1, 1, 0.5f), new(0, 1, 0))]),
            ("post", [new Mesh().Box(Vector3.Zero, new(1, 2, 0.3f))])]);
        var set = new RenderedSet(Size, Background.Clean, 5, isTest, source: library);
        Assert.Equal((2, "flag post"), (set.Classes, string.Join(' ', set.Names)));
        var (rasterizer, found, black, white) = (new Rasterizer(Size), new byte[Size * Size], new byte[Size * Size], new byte[Size * Size]);
        for (var index = 0; index < 60; index++)
        {
            var random = new RandomSequence(5, (ulong)index * 2 + (isTest ? 1UL << 62 : 0));
            var mesh = library.Make(index % 2, random, isTest, new Mesh());
            rasterizer.Clear();
            rasterizer.Draw(mesh, Pose.Draw(random, Sides.All, isTest));
            rasterizer.Finish(new float[Size * Size], black);
            rasterizer.Finish([.. Enumerable.Repeat(1f, Size * Size)], white);
            set.Draw(index, rasterizer, found);
            Assert.All(
                Enumerable.Range(0, Size * Size).Where(pixel => black[pixel] == white[pixel]),
                pixel => Assert.Equal(black[pixel], found[pixel]));
            Assert.Single(found.Where((_, pixel) => black[pixel] == 0 && white[pixel] == 255).Distinct()); // one even tone behind it
        }
    }

    [Fact]
    public void Of_several_damaged_models_the_first_is_named()
    {
        for (var i = 0; i < 40; i++)
            Write($"class{i % 4}/{i:00}.off", 1 + i);
        foreach (var name in new[] { "class3/35.off", "class1/21.off", "class1/25.off" })
            File.WriteAllText(PathOf(name), "OFF 3 1 0\n0 0 0\n");
        for (var trial = 0; trial < 10; trial++)
            Assert.Equal(
                $"{PathOf("class1/21.off")}:2: expected 2 corners more, found the file's end",
                Assert.Throws<InvalidDataException>(() => MeshLibrary.ReadFolder(_folder.FullName)).Message);
    }

    [Fact]
    public void A_folder_without_models_is_refused()
    {
        Write("loose.off", 1);
        _folder.CreateSubdirectory("empty");
        Assert.Equal(
            $"{_folder.FullName}: expected folders with files .off or .obj, a folder for each class, found none",
            Assert.Throws<InvalidDataException>(() => MeshLibrary.ReadFolder(_folder.FullName)).Message);
        Assert.Throws<DirectoryNotFoundException>(() => MeshLibrary.ReadFolder(PathOf("none")));
    }

    [Fact]
    public void A_library_needs_classes_with_models_and_names_of_their_own()
    {
        Assert.Throws<ArgumentException>(() => new MeshLibrary([]));
        Assert.Throws<ArgumentException>(() => new MeshLibrary([("none", [])]));
        Assert.Throws<ArgumentException>(() => new MeshLibrary([("twice", Models(1)), ("twice", Models(2))]));
    }

    /// <summary>The models that are drawn from, by their number of triangles.</summary>
    private static IEnumerable<int> Seen(MeshLibrary library, int label, bool isTest)
    {
        var random = new RandomSequence(3, 0);
        return Enumerable.Range(0, 600).Select(_ => library.Make(label, random, isTest, new Mesh()).Tones.Count).Distinct().Order();
    }

    private static List<Mesh> Models(int count) =>
        [.. Enumerable.Range(1, count)
            .Select(triangles =>
                Enumerable.Range(0, triangles)
                    .Aggregate(new Mesh(), (mesh, i) => mesh.Triangle(new(0, 0, i), new(1, 0, i), new(0, 1, i))))];

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, int triangles)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(
            PathOf(name),
            string.Create(
                CultureInfo.InvariantCulture,
                $"OFF 3 {triangles} 0\n0 0 0\n1 0 0\n0 0 1\n") + string.Concat(Enumerable.Repeat("3 0 1 2\n", triangles)));
    }
}
