using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Data;

/// <summary>Triangles in space, each with a tone: how light its surface is.</summary>
/// <remarks>
/// x to the right, y up, z towards the viewer. Parts are put together with the methods below; a triangle is seen from both of its sides.
/// </remarks>
public sealed partial class Mesh
{
    /// <summary>Room for so many triangles is made at first: most objects have fewer.</summary>
    private const int UsualTriangles = 512;

    private const float UsualTone = 0.8f;

    private Vector3[] _corners;
    private float[] _tones;
    private int _count;
    private float _tone = UsualTone;

    /// <summary>Makes an empty mesh.</summary>
    public Mesh()
        : this(UsualTriangles)
    {
    }

    // What is not filled yet is never read: clearing it would take as long as filling it.
    private Mesh(int triangles) =>
        (_corners, _tones) = (GC.AllocateUninitializedArray<Vector3>(3 * triangles), GC.AllocateUninitializedArray<float>(triangles));

    /// <summary>The corners, three for each triangle.</summary>
    public IReadOnlyList<Vector3> Corners => new ArraySegment<Vector3>(_corners, 0, 3 * _count);

    /// <summary>The tone of each triangle, in [0, 1].</summary>
    public IReadOnlyList<float> Tones => new ArraySegment<float>(_tones, 0, _count);

    /// <summary>The same as <see cref="Corners"/>, for loops over all.</summary>
    internal ReadOnlySpan<Vector3> AllCorners => _corners.AsSpan(0, 3 * _count);

    /// <summary>The same as <see cref="Tones"/>, for loops over all.</summary>
    internal ReadOnlySpan<float> AllTones => _tones.AsSpan(0, _count);

    /// <summary>Sets the tone of what is added from now on.</summary>
    /// <param name="tone">0 is black, 1 is white; what lies outside [0, 1] counts as the nearer of the two.</param>
    /// <returns>This mesh, as of all methods that add to it.</returns>
    public Mesh Tone(float tone)
    {
        _tone = Math.Clamp(tone, 0, 1);
        return this;
    }

    /// <summary>Adds a triangle.</summary>
    /// <param name="a">A corner.</param>
    /// <param name="b">Another.</param>
    /// <param name="c">The third; the order is of no account.</param>
    public Mesh Triangle(Vector3 a, Vector3 b, Vector3 c)
    {
        var room = Room(1);
        (room[0], room[1], room[2]) = (a, b, c);
        return this;
    }

    /// <summary>Adds a flat, convex quadrilateral as two triangles.</summary>
    /// <param name="a">A corner.</param>
    /// <param name="b">The next, in either direction around it.</param>
    /// <param name="c">The one opposite to the first.</param>
    /// <param name="d">The last.</param>
    public Mesh Quad(Vector3 a, Vector3 b, Vector3 c, Vector3 d)
    {
        var room = Room(2);
        Put(ref room, a, b, c, d);
        return this;
    }

    /// <summary>The mesh moved and scaled: the center of its bounding box at the origin, its farthest corner at distance 1.</summary>
    /// <returns>Another mesh; its corners are no numbers where all of this one's are the same point.</returns>
    /// <exception cref="InvalidOperationException">It has no triangle.</exception>
    public Mesh Centred() => new Mesh(_count).Add(this, corner => corner).Centre();

    /// <summary>Moves and scales this mesh itself as <see cref="Centred"/> does another.</summary>
    internal Mesh Centre()
    {
        if (_count == 0)
            throw new InvalidOperationException("A mesh without triangles has no center.");
        var corners = _corners.AsSpan(0, 3 * _count);
        var (low, high) = (Vector128.Create(float.MaxValue), Vector128.Create(float.MinValue));
        for (var rest = corners; rest.Length > 0; rest = rest[3..])
        {
            var (a, b, c) = (rest[0].AsVector128Unsafe(), rest[1].AsVector128Unsafe(), rest[2].AsVector128Unsafe());
            low = Vector128.Min(low, Vector128.Min(Vector128.Min(a, b), c));
            high = Vector128.Max(high, Vector128.Max(Vector128.Max(a, b), c));
        }

        var (middle, farthest) = (((low + high) / 2).AsVector3(), 0f);
        foreach (ref var corner in corners)
        {
            corner -= middle;
            var square = Space.Dot(corner, corner);
            if (square > farthest)
                farthest = square;
        }

        var reach = MathF.Sqrt(farthest);
        // One number after another, whichever coordinate it is.
        var numbers = MemoryMarshal.Cast<Vector3, float>(corners);
        for (; numbers.Length >= Vector256<float>.Count; numbers = numbers[Vector256<float>.Count..])
            (Vector256.Create<float>(numbers) / reach).CopyTo(numbers);
        foreach (ref var number in numbers)
            number /= reach;
        return this;
    }

    /// <summary>Takes everything out of this mesh, and keeps its memory.</summary>
    internal Mesh Clear()
    {
        (_count, _tone) = (0, UsualTone);
        return this;
    }

    /// <summary>The mesh turned, or changed by any other matrix.</summary>
    /// <param name="matrix">What each corner, as a row, is multiplied by; its fourth row and column are of no account.</param>
    /// <returns>Another mesh.</returns>
    public Mesh Turned(Matrix4x4 matrix) => new Mesh(_count).Add(this, corner => Space.Turned(corner, matrix));

    /// <summary>Adds the triangles of another mesh, with their tones, each corner at another place.</summary>
    /// <param name="other">The other mesh, not this one.</param>
    /// <param name="place">Where a corner comes to be.</param>
    internal Mesh Add(Mesh other, Func<Vector3, Vector3> place)
    {
        var room = RoomLike(other);
        for (var i = 0; i < room.Length; i++)
            room[i] = place(other._corners[i]);
        return this;
    }

    /// <summary>Room for triangles of the present tone at the end of the mesh.</summary>
    /// <param name="triangles">How many.</param>
    /// <returns>Their corners, to be filled before room is made for others.</returns>
    private Span<Vector3> Room(int triangles)
    {
        var first = _count;
        _count += triangles;
        if (_count > _tones.Length)
        {
            Array.Resize(ref _tones, Math.Max(_count, 2 * first));
            Array.Resize(ref _corners, 3 * _tones.Length);
        }

        _tones.AsSpan(first, triangles).Fill(_tone);
        return _corners.AsSpan(3 * first, 3 * triangles);
    }

    /// <summary>Room for the triangles of another mesh, of their tones.</summary>
    private Span<Vector3> RoomLike(Mesh other)
    {
        var room = Room(other._count);
        other.AllTones.CopyTo(_tones.AsSpan(_count - other._count));
        return room;
    }

    /// <summary>Puts a triangle at the beginning of a room, which is what follows then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref Span<Vector3> room, Vector3 a, Vector3 b, Vector3 c)
    {
        (room[2], room[1], room[0]) = (c, b, a);
        room = room[3..];
    }

    /// <summary>Puts a quadrilateral's two triangles there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref Span<Vector3> room, Vector3 a, Vector3 b, Vector3 c, Vector3 d)
    {
        (room[5], room[4], room[3]) = (d, c, a);
        (room[2], room[1], room[0]) = (c, b, a);
        room = room[6..];
    }
}
