using System.Globalization;
using System.Numerics;

namespace OptimizerDynamics.Data;

/// <summary>Reads meshes from text: the formats OFF and OBJ.</summary>
public static class MeshFile
{
    private const float Plain = 0.8f;
    private const int MostCorners = 1024;
    private const float Farthest = 1e9f; // the square of an area must be a float still

    /// <summary>Reads a file; its ending, <c>.off</c> or <c>.obj</c>, says how.</summary>
    /// <param name="path">The file. The materials that an OBJ file names are looked for beside it.</param>
    /// <returns>The mesh, upright: OFF files have z upwards, as ObjectNet3D's have, OBJ files y.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or damaged; the message names file, line and what was
    /// expected.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Mesh Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var reader = new StreamReader(path);
        if (!path.EndsWith(".obj", StringComparison.OrdinalIgnoreCase))
            return ReadOff(reader, path);
        return ReadObj(reader, path, name =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, name);
            return File.Exists(beside) ? new StreamReader(beside) : null;
        });
    }

    /// <summary>
    /// Reads OFF: the word <c>OFF</c>, counts of corners, faces and edges (on the same line or the next), corners, and faces of three or
    /// more corners.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="InvalidDataException">It is not OFF, or damaged.</exception>
    public static Mesh ReadOff(TextReader reader, string name)
    {
        var lines = new Lines(reader, name);
        var first = lines.Next("the word OFF");
        if (!first[0].StartsWith("OFF", StringComparison.Ordinal))
            throw lines.Wrong("the word OFF", first[0]);
        // Some writers put the counts behind the word, without a space even.
        string[] counts = [.. new[] { first[0][3..] }.Concat(first[1..]).Where(word => word.Length > 0)];
        if (counts.Length == 0)
            counts = lines.Next("the counts of corners, faces and edges");
        if (counts.Length < 2
            || !InvariantNumber.TryParse(counts[0], NumberStyles.None, out int corners)
            || !InvariantNumber.TryParse(counts[1], NumberStyles.None, out int faces))
            throw lines.Wrong("the counts of corners, faces and edges", string.Join(' ', counts));

        var points = new List<Vector3>();
        for (var i = 0; i < corners; i++)
        {
            var point = lines.Point(lines.Next($"{corners - i} corners more"), 0);
            points.Add(new Vector3(point.X, point.Z, -point.Y));
        }

        var mesh = new Mesh().Tone(Plain);
        Span<Vector3> polygon = stackalloc Vector3[MostCorners];
        for (var i = 0; i < faces; i++)
        {
            var words = lines.Next($"{faces - i} faces more");
            var count = lines.Whole(words[0], 1, MostCorners, "a face's number of corners");
            if (words.Length <= count)
                throw lines.Wrong($"{count} corners of a face", $"{words.Length - 1}");
            for (var corner = 0; corner < count; corner++)
                polygon[corner] = points[lines.Whole(words[corner + 1], 0, corners - 1, "the index of a corner")];
            Polygon.AddTo(mesh, polygon[..count]);
        }

        return HasArea(mesh) ? mesh : throw lines.Empty();
    }

    /// <summary>
    /// Reads OBJ: corners <c>v</c>, faces <c>f</c> of three or more corners (indices from 1, or from the end where they are negative), and
    /// the tones of materials.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="material">Opens a material library by its name; null where there is none, and then surfaces are light gray.</param>
    /// <exception cref="InvalidDataException">It is not OBJ, or damaged.</exception>
    public static Mesh ReadObj(TextReader reader, string name, Func<string, TextReader?> material)
    {
        ArgumentNullException.ThrowIfNull(material);
        var (lines, mesh, points, tones) =
            (new Lines(reader, name), new Mesh().Tone(Plain), new List<Vector3>(), new Dictionary<string, float>(StringComparer.Ordinal));
        Span<Vector3> polygon = stackalloc Vector3[MostCorners];
        while (lines.NextOrNone() is { } words)
        {
            switch (words[0])
            {
                case "v":
                    points.Add(lines.Point(words, 1));
                    break;
                case "f":
                    Polygon.AddTo(mesh, Face(lines, words, points, polygon));
                    break;
                case "usemtl" when words.Length > 1:
                    mesh.Tone(tones.GetValueOrDefault(words[1], Plain));
                    break;
                case "mtllib" when words.Length > 1:
                    using (var library = material(words[1]))
                    {
                        if (library is not null)
                            ReadMaterials(library, tones);
                    }

                    break;
            }
        }

        return HasArea(mesh) ? mesh : throw lines.Empty();
    }

    /// <summary>The corners of a face of OBJ.</summary>
    private static ReadOnlySpan<Vector3> Face(Lines lines, string[] words, List<Vector3> points, Span<Vector3> polygon)
    {
        // exporters write faces of one or two corners too: they have no area, and nothing is drawn
        if (words.Length - 1 is < 1 or > MostCorners)
            throw lines.Wrong($"a face of 1 to {MostCorners} corners", $"{words.Length - 1}");
        for (var corner = 1; corner < words.Length; corner++)
        {
            var index = lines.Whole(words[corner].Split('/')[0], -points.Count, points.Count, "the index of a corner");
            polygon[corner - 1] = index > 0
                ? points[index - 1]
                : index < 0
                ? points[^-index]
                : throw lines.Wrong("the index of a corner, from 1", "0");
        }

        return polygon[..(words.Length - 1)];
    }

    /// <summary>
    /// The tones of materials: the luminance of their diffuse colours. What cannot be read is left as it is: it changes a shade of gray.
    /// </summary>
    private static void ReadMaterials(TextReader reader, Dictionary<string, float> tones)
    {
        string? current = null;
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["newmtl", var name, ..])
                current = name;
            else if (words is ["Kd", var red, var green, var blue, ..]
                && current is not null
                && Try(red, out var r)
                && Try(green, out var g)
                && Try(blue, out var b))
                tones[current] = Math.Clamp(0.1f + 0.9f * (0.2126f * r + 0.7152f * g + 0.0722f * b), 0.1f, 1); // black would be a hole
        }

        static bool Try(string text, out float value) =>
            InvariantNumber.TryParse(text, NumberStyles.Float, out value) && float.IsFinite(value);
    }

    /// <summary>Whether there is anything to see; only then has the mesh a size that it can be scaled from.</summary>
    private static bool HasArea(Mesh mesh)
    {
        for (var corners = mesh.AllCorners; corners.Length > 0; corners = corners[3..])
        {
            if (Space.Length(Space.Cross(corners[1] - corners[0], corners[2] - corners[0])) > 0)
                return true;
        }

        return false;
    }

    /// <summary>The lines of a text that say something, split into words, and where they are.</summary>
    private sealed class Lines(TextReader reader, string name)
    {
        private int _line;

        public string[]? NextOrNone()
        {
            while (reader.ReadLine() is { } line)
            {
                _line++;
                var end = line.IndexOf('#', StringComparison.Ordinal);
                var words = (end < 0 ? line : line[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 0)
                    return words;
            }

            return null;
        }

        public string[] Next(string expected) =>
            NextOrNone() ?? throw new InvalidDataException($"{name}:{Math.Max(_line, 1)}: expected {expected}, found the file's end");

        public Vector3 Point(string[] words, int first)
        {
            if (words.Length < first + 3)
                throw Wrong("three coordinates", $"{words.Length - first}");
            return new Vector3(Number(words[first]), Number(words[first + 1]), Number(words[first + 2]));
        }

        public int Whole(string word, int least, int most, string what) =>
            InvariantNumber.TryParse(word, NumberStyles.AllowLeadingSign, out int number) && number >= least && number <= most
                ? number
                : throw Wrong($"{what}, from {least} to {most}", word);

        public InvalidDataException Wrong(string expected, string found) =>
            new($"{name}:{_line}: expected {expected}, found '{(found.Length > 40 ? found[..40] + "…" : found)}'");

        public InvalidDataException Empty() => new($"{name}: expected faces that have an area, found none");

        private float Number(string word) =>
            InvariantNumber.TryParse(word, NumberStyles.Float, out float number) && MathF.Abs(number) <= Farthest
                ? number
                : throw Wrong("a coordinate, from -1e9 to 1e9", word);
    }
}
