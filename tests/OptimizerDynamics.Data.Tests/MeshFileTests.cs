using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>OFF and OBJ: every form that is written, and what is said of those that are damaged.</summary>
public sealed class MeshFileTests : IDisposable
{
    private const string Triangle = "0 0 0\n1 0 0\n0 2 3\n3 0 1 2\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-mesh-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>z is up in the file, and y in the mesh.</summary>
    [Theory]
    [InlineData("OFF\n3 1 3\n" + Triangle)]
    [InlineData("OFF 3 1 3\n" + Triangle)]
    [InlineData("OFF3 1 3\n" + Triangle)]
    [InlineData("OFF 3 1\n" + Triangle)]
    [InlineData("# a model\n\nOFF # its name\r\n\n\t3 1 0 # counts\n0 0 0\n 1 0.0 -0 # a corner\n\n0 2e0 3.\n3 0 1 2 255 0 0\nand more\n")]
    public void Off_is_read_in_every_form(string text)
    {
        var mesh = Off(text);
        Assert.Equal([new Vector3(0, 0, 0), new Vector3(1, 0, 0), new Vector3(0, 3, -2)], mesh.Corners);
        Assert.Equal([0.8f], mesh.Tones);
    }

    [Fact]
    public void A_face_of_many_corners_becomes_triangles()
    {
        var off = Off("OFF\n6 2 0\n0 0 0\n2 0 0\n3 1 0\n2 2 0\n0 2 0\n-1 1 0\n6 0 1 2 3 4 5\n4 0 1 3 4\n");
        Assert.Equal((4 + 2, 6 + 4), (off.Tones.Count, Area(off)));
        var obj = Obj("v 0 0 0\nv 2 0 0\nv 3 1 0\nv 2 2 0\nv 0 2 0\nv -1 1 0\nf 1 2 3 4 5 6\n");
        Assert.Equal((4, 6), (obj.Tones.Count, Area(obj)));
    }

    [Theory]
    [InlineData("f 1 2 3")]
    [InlineData("f 1/7 2/8/9 3//9")]
    [InlineData("f -3 -2/-1 -1//-1")]
    [InlineData("f 1\nf 1 2 # of no area\nf 1 -2 +3")]
    public void Corners_of_obj_are_counted_from_the_beginning_or_from_the_end(string faces)
    {
        var mesh =
            Obj($"# a model\no thing\nv 0 0 0\nvt 0.5 0.5\nvn 0 0 1\nv 1 0 0 0.5 0.5 0.5\nv\t0 2  3\ns off\ng part\n{faces}\nv 9 9 9\n");
        Assert.Equal([new Vector3(0, 0, 0), new Vector3(1, 0, 0), new Vector3(0, 2, 3)], mesh.Corners);
        Assert.Equal([0.8f], mesh.Tones);
    }

    /// <summary>A tenth and nine tenths of the luminance; what is not said or cannot be read is light gray.</summary>
    [Fact]
    public void Surfaces_have_the_tones_of_their_materials()
    {
        const string Model = "mtllib a.mtl\nmtllib none.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";
        string[] names = ["white", "black", "red", "bright", "broken", "unknown"];
        const string Materials =
            "Kd 1 1 1\nnewmtl white\nKa 0 0 0\nKd 1 1 1\nnewmtl black\nKd 0 0 0\nnewmtl red\nKd 1.0 0 0 # red\nnewmtl bright\nKd 9 9 "
                + "9\nnewmtl broken\nKd 1 nan x\nKd 1\nnewmtl\n";
        var mesh = MeshFile.ReadObj(
            new StringReader(Model + string.Concat(names.Select(name => $"usemtl {name}\nf 1 2 3\n"))), "a.obj",
            name => name == "a.mtl" ? new StringReader(Materials) : null);
        float[] expected = [0.8f, 1, 0.1f, 0.1f + 0.9f * 0.2126f, 1, 0.8f, 0.8f];
        Assert.Equal(expected.Length, mesh.Tones.Count);
        Assert.All(expected.Zip(mesh.Tones), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void A_file_is_read_by_its_ending_and_its_materials_lie_beside_it()
    {
        Assert.Equal(
            [new Vector3(0, 0, 0), new Vector3(1, 0, 0), new Vector3(0, 3, -2)],
            MeshFile.Read(Write("a.OFF", "OFF 3 1 0\n" + Triangle)).Corners);
        Write("paint.mtl", "newmtl dark\nKd 0 0 0\n");
        Assert.Equal([0.1f], MeshFile.Read(Write("a.Obj", "mtllib paint.mtl\nusemtl dark\nv 0 0 0\nv 1 0 0\nv 0 2 3\nf 1 2 3\n")).Tones);
        var damaged = Write("b.off", "OFF 3 1 0\n0 0\n");
        Assert.Equal(
            $"{damaged}:2: expected three coordinates, found '2'",
            Assert.Throws<InvalidDataException>(() => MeshFile.Read(damaged)).Message);
        Assert.Throws<FileNotFoundException>(() => MeshFile.Read(Path.Combine(_folder.FullName, "none.off")));
    }

    [Theory]
    [InlineData("", "a.off:1: expected the word OFF, found the file's end")]
    [InlineData("# nothing\n\n", "a.off:2: expected the word OFF, found the file's end")]
    [InlineData("ply\n", "a.off:1: expected the word OFF, found 'ply'")]
    [InlineData("off\n", "a.off:1: expected the word OFF, found 'off'")]
    [InlineData("OFF\n", "a.off:1: expected the counts of corners, faces and edges, found the file's end")]
    [InlineData("OFF\n3\n", "a.off:2: expected the counts of corners, faces and edges, found '3'")]
    [InlineData("OFFx 3 1 0\n", "a.off:1: expected the counts of corners, faces and edges, found 'x 3 1 0'")]
    [InlineData("OFF -3 1 0\n", "a.off:1: expected the counts of corners, faces and edges, found '-3 1 0'")]
    [InlineData("OFF 99999999999 1 0\n", "a.off:1: expected the counts of corners, faces and edges, found '99999999999 1 0'")]
    [InlineData("OFF 3 1 0\n0 0 0\n", "a.off:2: expected 2 corners more, found the file's end")]
    [InlineData("OFF 3 1 0\n0 0 0\n0 1\n", "a.off:3: expected three coordinates, found '2'")]
    [InlineData("OFF 3 1 0\n0 0 0\n# here\n0 1,5 0\n", "a.off:4: expected a coordinate, from -1e9 to 1e9, found '1,5'")]
    [InlineData("OFF 3 1 0\n0 0 NaN\n", "a.off:2: expected a coordinate, from -1e9 to 1e9, found 'NaN'")]
    [InlineData("OFF 3 1 0\n0 0 2e9\n", "a.off:2: expected a coordinate, from -1e9 to 1e9, found '2e9'")]
    [InlineData("OFF 3 2 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n", "a.off:5: expected 1 faces more, found the file's end")]
    [InlineData("OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1\n", "a.off:5: expected 3 corners of a face, found '2'")]
    [InlineData("OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n", "a.off:5: expected the index of a corner, from 0 to 2, found '3'")]
    [InlineData("OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 -1\n", "a.off:5: expected the index of a corner, from 0 to 2, found '-1'")]
    [InlineData("OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n0\n", "a.off:5: expected a face's number of corners, from 1 to 1024, found '0'")]
    [InlineData(
        "OFF 3 1 0\n0 0 0\n1 0 0\n0 1 0\n1025 0 1 2\n", "a.off:5: expected a face's number of corners, from 1 to 1024, found '1025'")]
    [InlineData("OFF 3 1 0\n0 0 0\n1 0 0\n2 0 0\n3 0 1 2\n", "a.off: expected faces that have an area, found none")]
    [InlineData("OFF 0 0 0\n", "a.off: expected faces that have an area, found none")]
    [InlineData(
        "12345678901234567890123456789012345678901234567890",
        "a.off:1: expected the word OFF, found '1234567890123456789012345678901234567890…'")]
    public void What_is_wrong_with_off_is_named_by_file_and_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Off(text)).Message);

    [Theory]
    [InlineData("", "a.obj: expected faces that have an area, found none")]
    [InlineData("OFF 3 1 0\n0 0 0\n", "a.obj: expected faces that have an area, found none")]
    [InlineData("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2\n", "a.obj: expected faces that have an area, found none")]
    [InlineData("v 0 0\n", "a.obj:1: expected three coordinates, found '2'")]
    [InlineData("\nv 0 0 zero\n", "a.obj:2: expected a coordinate, from -1e9 to 1e9, found 'zero'")]
    [InlineData("v 0 0 0\nf\n", "a.obj:2: expected a face of 1 to 1024 corners, found '0'")]
    [InlineData("v 0 0 0\nv 1 0 0\nf 1 2 3\nv 0 1 0\n", "a.obj:3: expected the index of a corner, from -2 to 2, found '3'")]
    [InlineData("v 0 0 0\nv 1 0 0\nf -1 -2 -3\n", "a.obj:3: expected the index of a corner, from -2 to 2, found '-3'")]
    [InlineData("v 0 0 0\nf 1 0 1\n", "a.obj:2: expected the index of a corner, from 1, found '0'")]
    [InlineData("v 0 0 0\nf 1 /1 1\n", "a.obj:2: expected the index of a corner, from -1 to 1, found ''")]
    public void What_is_wrong_with_obj_is_named_by_file_and_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Obj(text)).Message);

    /// <summary>Whatever becomes of a file: a mesh that can be drawn, or an error that names it.</summary>
    [Fact]
    public void No_file_ends_in_another_error()
    {
        const string Model =
            "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0.5\nusemtl a\nf 1/1 2/2 3/3 -1\nf 1//2 2 4\n",
            Spice = "0123456789-+./#e \n\tOFvnNaI";
        var random = new Random(20261124);
        var whole = 0;
        for (var trial = 0; trial < 4000; trial++)
        {
            var isOff = trial % 2 == 0;
            var text = isOff ? "OFF 4 2 0\n0 0 0\n1 0 0\n1 1 0\n0 1 0.5\n4 0 1 2 3\n3 0 1 3\n" : Model;
            for (var change = random.Next(1, 6); change > 0 && text.Length > 0; change--)
            {
                var (at, spice) = (random.Next(text.Length), Spice[random.Next(Spice.Length)]);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                    1 => text.Insert(at, new string(spice, random.Next(1, 4))),
                    _ => text[..at] + spice + text[(at + 1)..],
                };
            }

            try
            {
                var mesh = (isOff ? Off(text) : Obj(text)).Centred();
                Assert.All(mesh.Corners, corner => Assert.True(corner.Length() < 1.001f, text));
                whole++;
            }
            catch (InvalidDataException cause)
            {
                Assert.StartsWith(isOff ? "a.off:" : "a.obj:", cause.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(whole, 500, 3500);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, name), text);
        return Path.Combine(_folder.FullName, name);
    }

    private static Mesh Off(string text) => MeshFile.ReadOff(new StringReader(text), "a.off");

    private static Mesh Obj(string text) => MeshFile.ReadObj(new StringReader(text), "a.obj", _ => null);

    private static float Area(Mesh mesh) =>
        Enumerable.Range(0, mesh.Tones.Count)
            .Sum(i =>
                Vector3.Cross(mesh.Corners[3 * i + 1] - mesh.Corners[3 * i], mesh.Corners[3 * i + 2] - mesh.Corners[3 * i]).Length() / 2);
}
