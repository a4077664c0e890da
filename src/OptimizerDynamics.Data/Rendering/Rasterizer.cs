using System.Numerics;
using System.Runtime.Intrinsics;

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
    /// <summary>Samples of a column that are looked at together.</summary>
    private const int AtOnce = 8;

    private readonly int _side = size * samples;
    // Column by column, and as many samples more as a vector has but one: the last column's vectors end there.
    private readonly float[] _light = new float[size * samples * size * samples + AtOnce - 1];
    private readonly float[] _depth = new float[size * samples * size * samples + AtOnce - 1];
    private Vector128<float>[] _seen = [];

    /// <summary>Height and width of the picture.</summary>
    public int Size { get; } = size;

    /// <summary>A mesh whose memory serves one object after another.</summary>
    internal Mesh Room { get; } = new();

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
        var corners = mesh.AllCorners;
        if (_seen.Length < corners.Length)
            _seen = new Vector128<float>[corners.Length];
        var view = new View(mesh, pose, pose.Turn);
        var (half, scale) = (_side / 2f, pose.Scale * _side / 2f);
        var (middle, stretch) = (Vector128.Create(half, half, 0, 0), Vector128.Create(scale, -scale, 1, 1));
        var shift = Vector128.Create(pose.Shift.X * half, -(pose.Shift.Y * half), -behind, 0);
        for (var i = 0; i < corners.Length; i++)
            _seen[i] = middle + Space.Turned(corners[i], view.Turn).AsVector128Unsafe() * stretch + shift;
        var (toMiddle, least, most) = (Vector128.Create(0.5f), Vector128<float>.Zero, Vector128.Create(_side - 1f));
        for (var i = 0; i < corners.Length; i += 3)
        {
            var (a, b, c) = (_seen[i], _seen[i + 1], _seen[i + 2]);
            var first = Vector128.ConvertToInt32Native(Vector128.MaxNative(
                Vector128.Ceiling(Vector128.MinNative(Vector128.MinNative(a, b), c) - toMiddle), least));
            var last = Vector128.ConvertToInt32Native(Vector128.MinNative(
                Vector128.Floor(Vector128.MaxNative(Vector128.MaxNative(a, b), c) - toMiddle), most));
            // Many triangles of a small picture lie between the middles of its samples, or outside.
            if (first[0] <= last[0] && first[1] <= last[1])
                Fill(view, i, (first[0], last[0]), (first[1], last[1]));
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
                    var first = x * samples * _side + y * samples + row;
                    for (var column = 0; column < samples; column++)
                    {
                        var i = first + column * _side;
                        sum += _depth[i] == float.NegativeInfinity ? background[y * Size + x] : _light[i];
                    }
                }

                picture[y * Size + x] = (byte)(Math.Clamp(sum / (samples * samples), 0, 1) * 255 + 0.5f);
            }
        }
    }

    /// <summary>Fills the samples in whose middle a triangle is nearer than what is there.</summary>
    /// <param name="view">The mesh and how it is seen.</param>
    /// <param name="corner">The triangle's first corner in the mesh, and in <see cref="_seen"/>.</param>
    /// <param name="columns">The first and the last column in whose middle it can be.</param>
    /// <param name="rows">The rows.</param>
    private void Fill(in View view, int corner, (int First, int Last) columns, (int First, int Last) rows)
    {
        var (a, b, c) = (_seen[corner].AsVector3(), _seen[corner + 1].AsVector3(), _seen[corner + 2].AsVector3());
        var (toB, toC) = (b - a, c - a);
        var area = toB.X * toC.Y - toB.Y * toC.X;
        if (MathF.Abs(area) < 1e-6f)
            return;
        // Weights of b and c at a sample's middle, and how they change to its right.
        var (perB, perC) = (Vector256.Create(toC.Y / area), Vector256.Create(-toB.Y / area));
        var (px, light) = (columns.First + 0.5f - a.X, float.NaN);
        for (var y = rows.First; y <= rows.Last; y += AtOnce)
        {
            var row = Vector256<float>.Indices + Vector256.Create((float)y);
            var isRow = Vector256.LessThanOrEqual(row, Vector256.Create((float)rows.Last));
            var py = row + Vector256.Create(0.5f) - Vector256.Create(a.Y);
            var weightB = (Vector256.Create(px * toC.Y) - py * toC.X) / area;
            var weightC = (py * toB.X - Vector256.Create(px * toB.Y)) / area;
            for (var i = columns.First * _side + y; i <= columns.Last * _side + y; i += _side, weightB += perB, weightC += perC)
            {
                var least = Vector256.MinNative(Vector256.MinNative(weightB, weightC), Vector256<float>.One - (weightB + weightC));
                var depth = Vector256.Create(a.Z) + weightB * toB.Z + weightC * toC.Z;
                var before = Vector256.LoadUnsafe(ref _depth[i]);
                var isNearer = isRow & Vector256.GreaterThanOrEqual(least, Vector256<float>.Zero) & Vector256.GreaterThan(depth, before);
                if (isNearer == Vector256<float>.Zero)
                    continue;
                // What light falls on a triangle matters where it is seen: on a third of them.
                if (float.IsNaN(light) && !view.TryLight(corner, out light))
                    return;
                Vector256.ConditionalSelect(isNearer, depth, before).StoreUnsafe(ref _depth[i]);
                Vector256.ConditionalSelect(isNearer, Vector256.Create(light), Vector256.LoadUnsafe(ref _light[i]))
                    .StoreUnsafe(ref _light[i]);
            }
        }
    }

    /// <summary>A mesh and how it is seen.</summary>
    private readonly record struct View(Mesh Mesh, Pose Pose, Matrix4x4 Turn)
    {
        /// <summary>How light a triangle is: the side that the viewer sees is the one that is lit or not.</summary>
        /// <param name="corner">Its first corner.</param>
        /// <param name="light">In [0, 1].</param>
        /// <returns>Whether it has a side, and can be seen.</returns>
        public bool TryLight(int corner, out float light)
        {
            var corners = Mesh.AllCorners.Slice(corner, 3);
            var normal = Space.Cross(Space.Turned(corners[1] - corners[0], Turn), Space.Turned(corners[2] - corners[0], Turn));
            var length = Space.Length(normal);
            var facing = normal / (normal.Z < 0 ? -length : length);
            var lit = Pose.Ambient + (1 - Pose.Ambient) * Math.Max(0, Space.Dot(facing, Pose.Light));
            light = Math.Clamp(Mesh.AllTones[corner / 3] * Pose.Albedo * lit, 0, 1);
            return !(length < 1e-12f);
        }
    }
}
