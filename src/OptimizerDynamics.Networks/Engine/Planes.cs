using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        for (var y = rows.First; y < rows.End; y++)
        {
            var row = At(block, channels.First) + y * Row;
            for (var i = 0; i < length; i++, target += width)
            {
                var from = row + i;
                for (var c = channels.First; c < channels.End; c++, from += Channel)
                    target[c] = *from;
            }
        }
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
