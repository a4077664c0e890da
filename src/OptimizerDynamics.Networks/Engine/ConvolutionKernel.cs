using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Strides of a product of weights with shifted rows: a convolution, its input gradient (with the taps from the last to the
/// first), or a linear layer (one row, one tap).</summary>
internal unsafe struct ProductRun
{
    /// <summary>Elements from a channel of the source to the next, and from a row to the next.</summary>
    public nint SourceChannel, SourceRow;

    /// <summary>Elements from one pixel to the next: the images of the block.</summary>
    public nint Shift;

    /// <summary>Channels that are summed over.</summary>
    public int Channels;

    /// <summary>Taps of a row: 3, or 1.</summary>
    public int Taps;

    /// <summary>
    /// Elements from an output's weights to the next one's, from an input's to the next one's, and from tap to tap (1 or −1).
    /// </summary>
    public nint WeightOutput, WeightInput, WeightTap;

    /// <summary>Elements from an output channel to the next.</summary>
    public nint TargetChannel;
}

/// <summary>Sums of weights times shifted rows: o[c][lane] = Σ over channels, rows and taps of w[c][i][ky][kx] · x[i][row ky][lane + (kx −
/// 1) · shift].</summary>
/// <remarks>
/// <para>A tile is up to four output channels times five vectors of a row (three where there are 16 registers only): 20 (12) accumulators,
/// one broadcast weight, and the vectors of the source, each of which is used for four outputs. The accumulators are named because the JIT
/// keeps no array in registers; what a smaller tile does not have is behind a condition on a constant and is not compiled.</para>
/// <para>Order of additions: each output is one chain of fused multiply-adds from 0, over channels, then rows, then taps. It does not
/// depend on the tile or the width of the vectors. Padding rows are left out; padding columns are zeros in memory and are
/// multiplied.</para>
/// </remarks>
internal static unsafe class ConvolutionKernel
{
    /// <summary>Computes some outputs of one row.</summary>
    /// <param name="run">The strides.</param>
    /// <param name="source">The row's first tap: the first pixel of the first row of the first channel, less the shift for three
    /// taps.</param>
    /// <param name="weights">The first tap's weight for the first output.</param>
    /// <param name="rows">Rows that are summed over.</param>
    /// <param name="target">The row of the first output.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="length">Elements of the row that are needed; up to 15 more are written.</param>
    public static void Row(in ProductRun run, float* source, float* weights, int rows, float* target, int outputs, int length)
    {
        if (Vector512.IsHardwareAccelerated)
            Row<Vector512<float>, WideVectors>(run, source, weights, rows, target, outputs, length);
        else
            Row<Vector256<float>, NarrowVectors>(run, source, weights, rows, target, outputs, length);
    }

    /// <summary>The same, with vectors of a width.</summary>
    internal static void Row<TVector, TWidth>(
        in ProductRun run, float* source, float* weights, int rows, float* target, int outputs, int length)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        var vectors = (length + TWidth.Lanes - 1) / TWidth.Lanes;
        for (var tiles = (vectors + TWidth.TileVectors - 1) / TWidth.TileVectors; tiles > 0; tiles--)
        {
            // Tiles of about equal size: 6 = 3 + 3, not 5 + 1.
            var count = (vectors + tiles - 1) / tiles;
            var c = 0;
            for (; c + 4 <= outputs; c += 4)
                Tile<TVector, TWidth, Four>(run, source, weights + c * run.WeightOutput, rows, target + c * run.TargetChannel, count);
            float* w = weights + c * run.WeightOutput, o = target + c * run.TargetChannel;
            if (outputs - c == 3)
                Tile<TVector, TWidth, Three>(run, source, w, rows, o, count);
            else if (outputs - c == 2)
                Tile<TVector, TWidth, Two>(run, source, w, rows, o, count);
            else if (outputs - c == 1)
                Tile<TVector, TWidth, One>(run, source, w, rows, o, count);
            vectors -= count;
            source += count * TWidth.Lanes;
            target += count * TWidth.Lanes;
        }
    }

    private static void Tile<TVector, TWidth, TOutputs>(
        in ProductRun run, float* source, float* weights, int rows, float* target, int vectors)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TOutputs : struct, IConstant
    {
        if (vectors == 5)
            Tile<TVector, TWidth, TOutputs, Five>(run, source, weights, rows, target);
        else if (vectors == 4)
            Tile<TVector, TWidth, TOutputs, Four>(run, source, weights, rows, target);
        else if (vectors == 3)
            Tile<TVector, TWidth, TOutputs, Three>(run, source, weights, rows, target);
        else if (vectors == 2)
            Tile<TVector, TWidth, TOutputs, Two>(run, source, weights, rows, target);
        else
            Tile<TVector, TWidth, TOutputs, One>(run, source, weights, rows, target);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TVector, TWidth, TOutputs, TVectors>(in ProductRun run, float* x, float* w, int rows, float* o)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TOutputs : struct, IConstant
        where TVectors : struct, IConstant
    {
        TVector a0 = TWidth.Zero, a1 = TWidth.Zero, a2 = TWidth.Zero, a3 = TWidth.Zero, a4 = TWidth.Zero;
        TVector b0 = TWidth.Zero, b1 = TWidth.Zero, b2 = TWidth.Zero, b3 = TWidth.Zero, b4 = TWidth.Zero;
        TVector c0 = TWidth.Zero, c1 = TWidth.Zero, c2 = TWidth.Zero, c3 = TWidth.Zero, c4 = TWidth.Zero;
        TVector d0 = TWidth.Zero, d1 = TWidth.Zero, d2 = TWidth.Zero, d3 = TWidth.Zero, d4 = TWidth.Zero;
        nint channel = run.SourceChannel, row = run.SourceRow, shift = run.Shift, next = run.WeightOutput, tap = run.WeightTap;
        var taps = run.Taps;
        var back = row - taps * shift;
        for (var channels = run.Channels; channels > 0; channels--, x += channel, w += run.WeightInput)
        {
            float* r = x, q = w, last = w + 3 * next;
            for (var k = rows; k > 0; k--, r += back)
            {
                for (var t = taps; t > 0; t--, r += shift, q += tap, last += tap)
                {
                    TVector x0 = TWidth.Load(r), x1 = x0, x2 = x0, x3 = x0, x4 = x0;
                    if (TVectors.Value > 1)
                        x1 = TWidth.Load(r + TWidth.Lanes);
                    if (TVectors.Value > 2)
                        x2 = TWidth.Load(r + 2 * TWidth.Lanes);
                    if (TVectors.Value > 3)
                        x3 = TWidth.Load(r + 3 * TWidth.Lanes);
                    if (TVectors.Value > 4)
                        x4 = TWidth.Load(r + 4 * TWidth.Lanes);

                    var f = TWidth.Create(*q);
                    a0 = TWidth.MultiplyAdd(x0, f, a0);
                    if (TVectors.Value > 1)
                        a1 = TWidth.MultiplyAdd(x1, f, a1);
                    if (TVectors.Value > 2)
                        a2 = TWidth.MultiplyAdd(x2, f, a2);
                    if (TVectors.Value > 3)
                        a3 = TWidth.MultiplyAdd(x3, f, a3);
                    if (TVectors.Value > 4)
                        a4 = TWidth.MultiplyAdd(x4, f, a4);

                    if (TOutputs.Value > 1)
                    {
                        f = TWidth.Create(q[next]);
                        b0 = TWidth.MultiplyAdd(x0, f, b0);
                        if (TVectors.Value > 1)
                            b1 = TWidth.MultiplyAdd(x1, f, b1);
                        if (TVectors.Value > 2)
                            b2 = TWidth.MultiplyAdd(x2, f, b2);
                        if (TVectors.Value > 3)
                            b3 = TWidth.MultiplyAdd(x3, f, b3);
                        if (TVectors.Value > 4)
                            b4 = TWidth.MultiplyAdd(x4, f, b4);
                    }

                    if (TOutputs.Value > 2)
                    {
                        f = TWidth.Create(q[2 * next]);
                        c0 = TWidth.MultiplyAdd(x0, f, c0);
                        if (TVectors.Value > 1)
                            c1 = TWidth.MultiplyAdd(x1, f, c1);
                        if (TVectors.Value > 2)
                            c2 = TWidth.MultiplyAdd(x2, f, c2);
                        if (TVectors.Value > 3)
                            c3 = TWidth.MultiplyAdd(x3, f, c3);
                        if (TVectors.Value > 4)
                            c4 = TWidth.MultiplyAdd(x4, f, c4);
                    }

                    if (TOutputs.Value > 3)
                    {
                        f = TWidth.Create(*last);
                        d0 = TWidth.MultiplyAdd(x0, f, d0);
                        if (TVectors.Value > 1)
                            d1 = TWidth.MultiplyAdd(x1, f, d1);
                        if (TVectors.Value > 2)
                            d2 = TWidth.MultiplyAdd(x2, f, d2);
                        if (TVectors.Value > 3)
                            d3 = TWidth.MultiplyAdd(x3, f, d3);
                        if (TVectors.Value > 4)
                            d4 = TWidth.MultiplyAdd(x4, f, d4);
                    }
                }
            }
        }

        Store<TVector, TWidth, TVectors>(a0, a1, a2, a3, a4, o);
        if (TOutputs.Value > 1)
            Store<TVector, TWidth, TVectors>(b0, b1, b2, b3, b4, o + 1 * run.TargetChannel);
        if (TOutputs.Value > 2)
            Store<TVector, TWidth, TVectors>(c0, c1, c2, c3, c4, o + 2 * run.TargetChannel);
        if (TOutputs.Value > 3)
            Store<TVector, TWidth, TVectors>(d0, d1, d2, d3, d4, o + 3 * run.TargetChannel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TWidth, TVectors>(TVector v0, TVector v1, TVector v2, TVector v3, TVector v4, float* o)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TVectors : struct, IConstant
    {
        TWidth.Store(v0, o);
        if (TVectors.Value > 1)
            TWidth.Store(v1, o + TWidth.Lanes);
        if (TVectors.Value > 2)
            TWidth.Store(v2, o + 2 * TWidth.Lanes);
        if (TVectors.Value > 3)
            TWidth.Store(v3, o + 3 * TWidth.Lanes);
        if (TVectors.Value > 4)
            TWidth.Store(v4, o + 4 * TWidth.Lanes);
    }
}
