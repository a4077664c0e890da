using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OptimizerDynamics.Networks;

/// <summary>Memory of planes in a <see cref="BlockLayout"/>, [block][channel][y][x · image].</summary>
/// <remarks>Rows begin at multiples of 64 bytes. Padded planes have as many zeros left and right of each row as a block has images; what
/// lies behind a row's end up to the next multiple of 16 elements is zero there, and undefined elsewhere. Channels are not a multiple of
/// 4,096 bytes apart, which would map all of them to the same sets of the cache.</remarks>
internal sealed unsafe class Planes : IDisposable
{
    private const int Page = 4096 / sizeof(float);

    private readonly float* _memory;

    /// <summary>Zeroed planes.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="isPadded">Whether a convolution shifts their rows.</param>
    public Planes(BlockLayout layout, int channels, int height, int width, bool isPadded)
    {
        var margin = isPadded ? Lanes.RoundUp(layout.BlockSize) : 0;
        Row = Lanes.RoundUp(checked(width * layout.BlockSize)) + margin;
        Channel = height * Row;
        if (Channel % Page == 0)
            Channel += Lanes.Count;
        Block = channels * Channel;
        // A vector may be read beyond the last element, and before the first of padded planes.
        _memory = Memory.Zeroed(margin + layout.Blocks * Block + margin + 2 * Lanes.Count);
        First = _memory + margin;
    }

    /// <summary>The first pixel.</summary>
    public float* First { get; }

    /// <summary>Elements from a row to the next.</summary>
    public nint Row { get; }

    /// <summary>Elements from a channel to the next.</summary>
    public nint Channel { get; }

    /// <summary>Elements from a block to the next.</summary>
    public nint Block { get; }

    /// <summary>The first pixel of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int block, int channel) => First + block * Block + channel * Channel;

    /// <summary>Copies a block, so that the channels of an image's pixel lie side by side: [y][x · image][channel].</summary>
    /// <param name="block">The block.</param>
    /// <param name="channels">The channels: the first, and the one behind the last.</param>
    /// <param name="rows">The rows: the first, and the one behind the last.</param>
    /// <param name="length">Elements of a row in this block.</param>
    /// <param name="target">Receives the copy: the place of channel 0 of the first row copied.</param>
    /// <param name="width">Elements from a pixel of an image to the next, at least as many as channels; what is behind those stays.</param>
    public void Transpose(
        int block, (int First, int End) channels, (int First, int End) rows, int length, float* target, nint width)
    {
        for (var y = rows.First; y < rows.End; y++, target += length * width)
        {
            var c = channels.First;
            for (; Sse.IsSupported && c + 4 <= channels.End; c += 4)
                TransposeFour(At(block, c) + y * Row, length, target + c, width);
            for (; c < channels.End; c++)
            {
                float* from = At(block, c) + y * Row, to = target + c;
                for (var i = 0; i < length; i++, to += width)
                    *to = from[i];
            }
        }
    }

    /// <summary>Copies four channels of a row, by squares of 4 × 4 elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransposeFour(float* from, int length, float* to, nint width)
    {
        float* second = from + Channel, third = second + Channel, fourth = third + Channel;
        var i = 0;
        for (; i + 4 <= length; i += 4, to += 4 * width)
        {
            Vector128<float> a = Vector128.Load(from + i), b = Vector128.Load(second + i), c = Vector128.Load(third + i),
                d = Vector128.Load(fourth + i);
            Vector128<float> lowAB = Sse.UnpackLow(a, b), lowCD = Sse.UnpackLow(c, d), highAB = Sse.UnpackHigh(a, b),
                highCD = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(lowAB, lowCD).Store(to);
            Sse.MoveHighToLow(lowCD, lowAB).Store(to + width);
            Sse.MoveLowToHigh(highAB, highCD).Store(to + 2 * width);
            Sse.MoveHighToLow(highCD, highAB).Store(to + 3 * width);
        }

        for (; i < length; i++, to += width)
            (to[0], to[1], to[2], to[3]) = (from[i], second[i], third[i], fourth[i]);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => Memory.Free(_memory);
}

/// <summary>Native memory, aligned to 64 bytes.</summary>
internal static unsafe class Memory
{
    public const int Alignment = 64;

    /// <summary>Zeroed memory.</summary>
    /// <param name="length">Its elements.</param>
    public static float* Zeroed(nint length)
    {
        var bytes = (nuint)checked(length * sizeof(float));
        var memory = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(memory, bytes);
        return memory;
    }

    /// <summary>Frees memory of <see cref="Zeroed"/>.</summary>
    public static void Free(float* memory) => NativeMemory.AlignedFree(memory);
}
