using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Strides of a sum of outer products: the weight gradient of a convolution of small images, or of a linear layer.</summary>
internal unsafe struct OuterRun
{
    /// <summary>Elements from a pixel of the output's gradient to the next, and from row to row.</summary>
    public nint OutputPixel, OutputRow;

    /// <summary>Elements from a pixel of the input to the next, and from row to row.</summary>
    public nint InputPixel, InputRow;

    /// <summary>Channels of an image's pixel, of the output's gradient and of the input.</summary>
    public nint Outputs, Inputs;

    /// <summary>Channels of the output that are summed.</summary>
    public int Count;

    /// <summary>Rows, pixels of a row, and images of the block.</summary>
    public int Rows, Columns, Images;
}

/// <summary>Sums of outer products of channels: g[c][i] += Σ over pixels and images of d[pixel][image][c] · x[pixel][image][i].</summary>
/// <remarks>
/// <para>Where images are 4 × 4 pixels or smaller, sums over lanes are too short to be worth gathering: here lanes are input channels, in
/// copies of the planes whose channels lie side by side. A tile is eight outputs times 32 inputs: 16 accumulators (four times 16: eight,
/// where there are 16 registers only).</para>
/// <para>Order of additions: each weight is one chain of fused multiply-adds over rows, pixels, then images; it continues from block to
/// block, in the memory of the sums.</para>
/// </remarks>
internal static unsafe class OuterProductKernel
{
    /// <summary>Elements of a pixel of the input for so many channels: whole tiles of 16 lanes.</summary>
    public static int RoundUpInputs(int inputs) => Lanes.RoundUp(inputs);

    /// <summary>Elements of a pixel of the output's gradient for so many channels: whole tiles of eight.</summary>
    public static int RoundUpOutputs(int outputs) => (outputs + 7) / 8 * 8;

    /// <summary>Adds the products of a block to the sums.</summary>
    /// <param name="run">The strides. Outputs and their count are a multiple of 8, and inputs of 16: those that a layer lacks are
    /// zeros.</param>
    /// <param name="outputs">The output's gradient, [pixel][image][output].</param>
    /// <param name="inputs">The input, [pixel][image][input].</param>
    /// <param name="sums">The sums, [output][input].</param>
    public static void Add(in OuterRun run, float* outputs, float* inputs, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
            Add<Vector512<float>, WideVectors>(run, outputs, inputs, sums);
        else
            Add<Vector256<float>, NarrowVectors>(run, outputs, inputs, sums);
    }

    /// <summary>The same, with vectors of a width.</summary>
    internal static void Add<TVector, TWidth>(in OuterRun run, float* d, float* x, float* sums)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        var vectors = (int)(run.Inputs / TWidth.Lanes);
        for (var v = 0; v < vectors; v += 2)
        {
            for (nint c = 0; c < run.Count; c += TWidth.OuterOutputs)
            {
                var (of, to) = ((nint)(x + v * TWidth.Lanes), (nint)(sums + c * run.Inputs + v * TWidth.Lanes));
                if (v + 1 < vectors)
                    Tile<TVector, TWidth, Two>(run, d + c, (float*)of, (float*)to);
                else
                    Tile<TVector, TWidth, One>(run, d + c, (float*)of, (float*)to);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TVector, TWidth, TVectors>(in OuterRun run, float* d, float* x, float* g)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TVectors : struct, IConstant
    {
        nint outputs = run.Outputs, inputs = run.Inputs;
        TVector a0 = TWidth.Zero, b0 = TWidth.Zero, c0 = TWidth.Zero, d0 = TWidth.Zero, e0 = TWidth.Zero, f0 = TWidth.Zero,
        g0 = TWidth.Zero, h0 = TWidth.Zero;
        TVector a1 = TWidth.Zero, b1 = TWidth.Zero, c1 = TWidth.Zero, d1 = TWidth.Zero, e1 = TWidth.Zero, f1 = TWidth.Zero,
        g1 = TWidth.Zero, h1 = TWidth.Zero;
        a0 = TWidth.Load(g);
        b0 = TWidth.Load(g + inputs);
        c0 = TWidth.Load(g + 2 * inputs);
        d0 = TWidth.Load(g + 3 * inputs);
        if (TVectors.Value > 1)
        {
            a1 = TWidth.Load(g + TWidth.Lanes);
            b1 = TWidth.Load(g + inputs + TWidth.Lanes);
            c1 = TWidth.Load(g + 2 * inputs + TWidth.Lanes);
            d1 = TWidth.Load(g + 3 * inputs + TWidth.Lanes);
        }

        if (TWidth.OuterOutputs > 4)
        {
            e0 = TWidth.Load(g + 4 * inputs);
            f0 = TWidth.Load(g + 5 * inputs);
            g0 = TWidth.Load(g + 6 * inputs);
            h0 = TWidth.Load(g + 7 * inputs);
            if (TVectors.Value > 1)
            {
                e1 = TWidth.Load(g + 4 * inputs + TWidth.Lanes);
                f1 = TWidth.Load(g + 5 * inputs + TWidth.Lanes);
                g1 = TWidth.Load(g + 6 * inputs + TWidth.Lanes);
                h1 = TWidth.Load(g + 7 * inputs + TWidth.Lanes);
            }
        }

        for (var y = 0; y < run.Rows; y++)
        {
            for (var u = 0; u < run.Columns; u++)
            {
                float* e = d + y * run.OutputRow + u * run.OutputPixel, f = x + y * run.InputRow + u * run.InputPixel;
                for (var i = run.Images; i > 0; i--, e += outputs, f += inputs)
                {
                    TVector x0 = TWidth.Load(f), x1 = TVectors.Value > 1 ? TWidth.Load(f + TWidth.Lanes) : x0;
                    var w = TWidth.Create(e[0]);
                    a0 = TWidth.MultiplyAdd(x0, w, a0);
                    if (TVectors.Value > 1)
                        a1 = TWidth.MultiplyAdd(x1, w, a1);
                    w = TWidth.Create(e[1]);
                    b0 = TWidth.MultiplyAdd(x0, w, b0);
                    if (TVectors.Value > 1)
                        b1 = TWidth.MultiplyAdd(x1, w, b1);
                    w = TWidth.Create(e[2]);
                    c0 = TWidth.MultiplyAdd(x0, w, c0);
                    if (TVectors.Value > 1)
                        c1 = TWidth.MultiplyAdd(x1, w, c1);
                    w = TWidth.Create(e[3]);
                    d0 = TWidth.MultiplyAdd(x0, w, d0);
                    if (TVectors.Value > 1)
                        d1 = TWidth.MultiplyAdd(x1, w, d1);

                    if (TWidth.OuterOutputs > 4)
                    {
                        w = TWidth.Create(e[4]);
                        e0 = TWidth.MultiplyAdd(x0, w, e0);
                        if (TVectors.Value > 1)
                            e1 = TWidth.MultiplyAdd(x1, w, e1);
                        w = TWidth.Create(e[5]);
                        f0 = TWidth.MultiplyAdd(x0, w, f0);
                        if (TVectors.Value > 1)
                            f1 = TWidth.MultiplyAdd(x1, w, f1);
                        w = TWidth.Create(e[6]);
                        g0 = TWidth.MultiplyAdd(x0, w, g0);
                        if (TVectors.Value > 1)
                            g1 = TWidth.MultiplyAdd(x1, w, g1);
                        w = TWidth.Create(e[7]);
                        h0 = TWidth.MultiplyAdd(x0, w, h0);
                        if (TVectors.Value > 1)
                            h1 = TWidth.MultiplyAdd(x1, w, h1);
                    }
                }
            }
        }

        TWidth.Store(a0, g);
        TWidth.Store(b0, g + inputs);
        TWidth.Store(c0, g + 2 * inputs);
        TWidth.Store(d0, g + 3 * inputs);
        if (TVectors.Value > 1)
        {
            TWidth.Store(a1, g + TWidth.Lanes);
            TWidth.Store(b1, g + inputs + TWidth.Lanes);
            TWidth.Store(c1, g + 2 * inputs + TWidth.Lanes);
            TWidth.Store(d1, g + 3 * inputs + TWidth.Lanes);
        }

        if (TWidth.OuterOutputs > 4)
        {
            TWidth.Store(e0, g + 4 * inputs);
            TWidth.Store(f0, g + 5 * inputs);
            TWidth.Store(g0, g + 6 * inputs);
            TWidth.Store(h0, g + 7 * inputs);
            if (TVectors.Value > 1)
            {
                TWidth.Store(e1, g + 4 * inputs + TWidth.Lanes);
                TWidth.Store(f1, g + 5 * inputs + TWidth.Lanes);
                TWidth.Store(g1, g + 6 * inputs + TWidth.Lanes);
                TWidth.Store(h1, g + 7 * inputs + TWidth.Lanes);
            }
        }
    }
}
