using System.Numerics;
using System.Runtime.InteropServices;

namespace OptimizerDynamics.Data;

/// <summary>
/// Draws meshes into a grayscale picture: a depth buffer, several samples a pixel, Lambert's cosine law and ambient light, both sides of
/// every triangle.
/// </summary>
/// <remarks>The projection is parallel. One instance draws one picture at a time and keeps its memory for the next.</remarks>
/// <param name="size">Height and width of the picture, at least 1.</param>
/// <param name="samples">Samples in a row within a pixel, at least 1: 2 makes 4.</param>
public sealed class Rasterizer(int size, int samples = 2)
{
    private readonly int _side = size * samples;
    private readonly float[] _light = new float[size * samples * size * samples];
    private readonly float[] _depth = new float[size * samples * size * samples];
    private Vector3[] _turned = [];

    /// <summary>Height and width of the picture.</summary>
    public int Size { get; } = size;

    /// <summary>Begins a picture: nothing is in it.</summary>
    public void Clear() => Array.Fill(_depth, float.NegativeInfinity);

    /// <summary>Draws a mesh over what is there, nearer parts before farther ones.</summary>
    /// <param name="mesh">The mesh, about the origin and of radius 1.</param>
    /// <param name="pose">How it is seen.</param>
    /// <param name="behind">How far behind the origin it stands, in its own radii.</param>
    public void Draw(Mesh mesh, Pose pose, float behind = 0)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentNullException.ThrowIfNull(pose);
        var corners = CollectionsMarshal.AsSpan((List<Vector3>)mesh.Corners);
        var tones = CollectionsMarshal.AsSpan((List<float>)mesh.Tones);
        if (_turned.Length < corners.Length)
            _turned = new Vector3[corners.Length];
        var turn = pose.Turn;
        var (half, scale) = (_side / 2f, pose.Scale * _side / 2f);
        for (var i = 0; i < corners.Length; i++)
        {
            var point = Space.Turned(corners[i], turn);
            _turned[i] = new Vector3(
                half + point.X * scale + pose.Shift.X * half, half - point.Y * scale - pose.Shift.Y * half, point.Z - behind);
        }

        for (var i = 0; i < tones.Length; i++)
        {
            var normal = Space.Cross(
                Space.Turned(corners[3 * i + 1] - corners[3 * i], turn), Space.Turned(corners[3 * i + 2] - corners[3 * i], turn));
            var length = Space.Length(normal);
            if (length < 1e-12f)
                continue;
            // The side that the viewer sees is the one that is lit or not.
            var facing = normal / (normal.Z < 0 ? -length : length);
            var light = tones[i] * pose.Albedo * (pose.Ambient + (1 - pose.Ambient) * Math.Max(0, Space.Dot(facing, pose.Light)));
            Fill(_turned[3 * i], _turned[3 * i + 1], _turned[3 * i + 2], Math.Clamp(light, 0, 1));
        }
    }

    /// <summary>The picture over a background: each pixel the mean of its samples.</summary>
    /// <param name="background">A value for each pixel, row by row from above, in [0, 1].</param>
    /// <param name="picture">Takes the pixels, row by row from above, as bytes.</param>
    public void Finish(ReadOnlySpan<float> background, Span<byte> picture)
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var sum = 0f;
                for (var row = 0; row < samples; row++)
                {
                    var first = (y * samples + row) * _side + x * samples;
                    for (var i = first; i < first + samples; i++)
                        sum += _depth[i] == float.NegativeInfinity ? background[y * Size + x] : _light[i];
                }

                picture[y * Size + x] = (byte)(Math.Clamp(sum / (samples * samples), 0, 1) * 255 + 0.5f);
            }
        }
    }

    private void Fill(Vector3 a, Vector3 b, Vector3 c, float light)
    {
        var area = (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
        if (MathF.Abs(area) < 1e-6f)
            return;
        var (left, right) = (
            Math.Max(0, (int)MathF.Ceiling(Math.Min(a.X, Math.Min(b.X, c.X)) - 0.5f)),
            Math.Min(_side - 1, (int)MathF.Floor(Math.Max(a.X, Math.Max(b.X, c.X)) - 0.5f)));
        var (top, bottom) = (
            Math.Max(0, (int)MathF.Ceiling(Math.Min(a.Y, Math.Min(b.Y, c.Y)) - 0.5f)),
            Math.Min(_side - 1, (int)MathF.Floor(Math.Max(a.Y, Math.Max(b.Y, c.Y)) - 0.5f)));
        // Weights of b and c at a sample's middle, and how they change to its right.
        var (perB, perC) = ((c.Y - a.Y) / area, -(b.Y - a.Y) / area);
        for (var y = top; y <= bottom; y++)
        {
            var (px, py) = (left + 0.5f - a.X, y + 0.5f - a.Y);
            var weightB = (px * (c.Y - a.Y) - py * (c.X - a.X)) / area;
            var weightC = (py * (b.X - a.X) - px * (b.Y - a.Y)) / area;
            var row = y * _side;
            for (var x = left; x <= right; x++, weightB += perB, weightC += perC)
            {
                if (weightB < 0 || weightC < 0 || weightB + weightC > 1)
                    continue;
                var depth = a.Z + weightB * (b.Z - a.Z) + weightC * (c.Z - a.Z);
                if (depth > _depth[row + x])
                    (_depth[row + x], _light[row + x]) = (depth, light);
            }
        }
    }
}
