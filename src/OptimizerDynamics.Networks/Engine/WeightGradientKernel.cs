using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>Strides of a sum over lanes: the weight gradient of a convolution of large images.</summary>
internal unsafe struct GradientRun
{
    /// <summary>Elements from a channel of the output's gradient to the next, and from row to row.</summary>
    public nint OutputChannel, OutputRow;

    /// <summary>Elements from a channel of the input to the next, and from row to row.</summary>
    public nint InputChannel, InputRow;

    /// <summary>Elements from one pixel to the next: the images of the block.</summary>
    public nint Shift;

    /// <summary>Whether the sums are those of earlier blocks, to be continued; otherwise they begin at 0.</summary>
    public bool Continues;

    /// <summary>Rows that are summed over, and groups of 16 elements of a row.</summary>
    public int Rows, Vectors;
}

/// <summary>Sums of products of two rows over all lanes: g[c][i][kx] += Σ over rows and lanes of d[c][row][lane] · x[i][row][lane + (kx −
/// 1) · shift].</summary>
/// <remarks>
/// <para>A tile is four outputs times two inputs times three taps: 24 accumulators, for each of which two loaded vectors are multiplied
/// (two outputs and twelve accumulators where there are 16 registers only).</para>
/// <para>Order of additions: 16 logical lanes whatever the processor has, each one chain of fused multiply-adds over rows, then vectors; it
/// continues from block to block, in the memory of the sums. Narrow vectors pass over the row twice, for the lower and the upper half of
/// the lanes. The tree of <see cref="Lanes.Sum"/> adds the lanes in the end.</para>
/// </remarks>
internal static unsafe class WeightGradientKernel
{
    /// <summary>The sums of a tile: [output 4][input 2][tap 3][lane 16].</summary>
    public const int TileLength = 4 * 2 * 3 * Lanes.Count;

    /// <summary>Adds the products of a block to a tile's sums.</summary>
    /// <param name="run">The strides.</param>
    /// <param name="outputs">The output's gradient: the first pixel of the first channel's first row. Zero behind the end of a row.</param>
    /// <param name="inputs">The input, of the row that meets it.</param>
    /// <param name="outputCount">Outputs of the tile, 1 to 4.</param>
    /// <param name="inputCount">Inputs of the tile, 1 or 2.</param>
    /// <param name="sums">The sums.</param>
    public static void Add(in GradientRun run, float* outputs, float* inputs, int outputCount, int inputCount, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
            Add<Vector512<float>, WideVectors>(run, outputs, inputs, outputCount, inputCount, sums);
        else
            Add<Vector256<float>, NarrowVectors>(run, outputs, inputs, outputCount, inputCount, sums);
    }

    /// <summary>The same, with vectors of a width.</summary>
    internal static void Add<TVector, TWidth>(
        in GradientRun run, float* d, float* x, int outputs, int inputs, float* sums)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        for (var c = 0; c < outputs; c += TWidth.GradientOutputs)
        {
            var count = Math.Min(outputs - c, TWidth.GradientOutputs);
            for (var lane = 0; lane < Lanes.Count; lane += TWidth.Lanes)
            {
                float* of = d + c * run.OutputChannel + lane, s = sums + c * 6 * Lanes.Count + lane;
                if (inputs == 2)
                    Add<TVector, TWidth, Two>(run, of, x + lane, count, s);
                else
                    Add<TVector, TWidth, One>(run, of, x + lane, count, s);
            }
        }
    }

    private static void Add<TVector, TWidth, TInputs>(in GradientRun run, float* d, float* x, int outputs, float* sums)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TInputs : struct, IConstant
    {
        if (outputs == 4)
            Tile<TVector, TWidth, TInputs, Four>(run, d, x, sums);
        else if (outputs == 3)
            Tile<TVector, TWidth, TInputs, Three>(run, d, x, sums);
        else if (outputs == 2)
            Tile<TVector, TWidth, TInputs, Two>(run, d, x, sums);
        else
            Tile<TVector, TWidth, TInputs, One>(run, d, x, sums);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TVector, TWidth, TInputs, TOutputs>(in GradientRun run, float* d, float* x, float* s)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
        where TInputs : struct, IConstant
        where TOutputs : struct, IConstant
    {
        const int n = Lanes.Count;
        TVector a00 = TWidth.Zero, a01 = TWidth.Zero, a02 = TWidth.Zero, a10 = TWidth.Zero, a11 = TWidth.Zero, a12 = TWidth.Zero;
        TVector b00 = TWidth.Zero, b01 = TWidth.Zero, b02 = TWidth.Zero, b10 = TWidth.Zero, b11 = TWidth.Zero, b12 = TWidth.Zero;
        TVector c00 = TWidth.Zero, c01 = TWidth.Zero, c02 = TWidth.Zero, c10 = TWidth.Zero, c11 = TWidth.Zero, c12 = TWidth.Zero;
        TVector d00 = TWidth.Zero, d01 = TWidth.Zero, d02 = TWidth.Zero, d10 = TWidth.Zero, d11 = TWidth.Zero, d12 = TWidth.Zero;
        if (run.Continues)
        {
            Load<TVector, TWidth>(s, out a00, out a01, out a02);
            if (TInputs.Value > 1)
                Load<TVector, TWidth>(s + 3 * n, out a10, out a11, out a12);
            if (TOutputs.Value > 1)
            {
                Load<TVector, TWidth>(s + 6 * n, out b00, out b01, out b02);
                if (TInputs.Value > 1)
                    Load<TVector, TWidth>(s + 9 * n, out b10, out b11, out b12);
            }
            if (TOutputs.Value > 2)
            {
                Load<TVector, TWidth>(s + 12 * n, out c00, out c01, out c02);
                if (TInputs.Value > 1)
                    Load<TVector, TWidth>(s + 15 * n, out c10, out c11, out c12);
            }
            if (TOutputs.Value > 3)
            {
                Load<TVector, TWidth>(s + 18 * n, out d00, out d01, out d02);
                if (TInputs.Value > 1)
                    Load<TVector, TWidth>(s + 21 * n, out d10, out d11, out d12);
            }
        }

        nint shift = run.Shift, outputChannel = run.OutputChannel, inputChannel = run.InputChannel;
        for (var y = run.Rows; y > 0; y--, d += run.OutputRow, x += run.InputRow)
        {
            float* e = d, last = d + 3 * outputChannel, first = x - shift, second = first + inputChannel;
            for (var v = run.Vectors; v > 0; v--, e += n, last += n, first += n, second += n)
            {
                TVector d0 = TWidth.Load(e), d1 = d0, d2 = d0, d3 = d0;
                if (TOutputs.Value > 1)
                    d1 = TWidth.Load(e + outputChannel);
                if (TOutputs.Value > 2)
                    d2 = TWidth.Load(e + 2 * outputChannel);
                if (TOutputs.Value > 3)
                    d3 = TWidth.Load(last);

                var f = TWidth.Load(first);
                a00 = TWidth.MultiplyAdd(f, d0, a00);
                if (TOutputs.Value > 1)
                    b00 = TWidth.MultiplyAdd(f, d1, b00);
                if (TOutputs.Value > 2)
                    c00 = TWidth.MultiplyAdd(f, d2, c00);
                if (TOutputs.Value > 3)
                    d00 = TWidth.MultiplyAdd(f, d3, d00);

                f = TWidth.Load(first + shift);
                a01 = TWidth.MultiplyAdd(f, d0, a01);
                if (TOutputs.Value > 1)
                    b01 = TWidth.MultiplyAdd(f, d1, b01);
                if (TOutputs.Value > 2)
                    c01 = TWidth.MultiplyAdd(f, d2, c01);
                if (TOutputs.Value > 3)
                    d01 = TWidth.MultiplyAdd(f, d3, d01);

                f = TWidth.Load(first + 2 * shift);
                a02 = TWidth.MultiplyAdd(f, d0, a02);
                if (TOutputs.Value > 1)
                    b02 = TWidth.MultiplyAdd(f, d1, b02);
                if (TOutputs.Value > 2)
                    c02 = TWidth.MultiplyAdd(f, d2, c02);
                if (TOutputs.Value > 3)
                    d02 = TWidth.MultiplyAdd(f, d3, d02);

                if (TInputs.Value > 1)
                {
                    f = TWidth.Load(second);
                    a10 = TWidth.MultiplyAdd(f, d0, a10);
                    if (TOutputs.Value > 1)
                        b10 = TWidth.MultiplyAdd(f, d1, b10);
                    if (TOutputs.Value > 2)
                        c10 = TWidth.MultiplyAdd(f, d2, c10);
                    if (TOutputs.Value > 3)
                        d10 = TWidth.MultiplyAdd(f, d3, d10);
                }

                if (TInputs.Value > 1)
                {
                    f = TWidth.Load(second + shift);
                    a11 = TWidth.MultiplyAdd(f, d0, a11);
                    if (TOutputs.Value > 1)
                        b11 = TWidth.MultiplyAdd(f, d1, b11);
                    if (TOutputs.Value > 2)
                        c11 = TWidth.MultiplyAdd(f, d2, c11);
                    if (TOutputs.Value > 3)
                        d11 = TWidth.MultiplyAdd(f, d3, d11);
                }

                if (TInputs.Value > 1)
                {
                    f = TWidth.Load(second + 2 * shift);
                    a12 = TWidth.MultiplyAdd(f, d0, a12);
                    if (TOutputs.Value > 1)
                        b12 = TWidth.MultiplyAdd(f, d1, b12);
                    if (TOutputs.Value > 2)
                        c12 = TWidth.MultiplyAdd(f, d2, c12);
                    if (TOutputs.Value > 3)
                        d12 = TWidth.MultiplyAdd(f, d3, d12);
                }
            }
        }

        Store<TVector, TWidth>(s, a00, a01, a02);
        if (TInputs.Value > 1)
            Store<TVector, TWidth>(s + 3 * n, a10, a11, a12);
        if (TOutputs.Value > 1)
        {
            Store<TVector, TWidth>(s + 6 * n, b00, b01, b02);
            if (TInputs.Value > 1)
                Store<TVector, TWidth>(s + 9 * n, b10, b11, b12);
        }
        if (TOutputs.Value > 2)
        {
            Store<TVector, TWidth>(s + 12 * n, c00, c01, c02);
            if (TInputs.Value > 1)
                Store<TVector, TWidth>(s + 15 * n, c10, c11, c12);
        }
        if (TOutputs.Value > 3)
        {
            Store<TVector, TWidth>(s + 18 * n, d00, d01, d02);
            if (TInputs.Value > 1)
                Store<TVector, TWidth>(s + 21 * n, d10, d11, d12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVector, TWidth>(float* s, out TVector left, out TVector middle, out TVector right)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        left = TWidth.Load(s);
        middle = TWidth.Load(s + Lanes.Count);
        right = TWidth.Load(s + 2 * Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TWidth>(float* s, TVector left, TVector middle, TVector right)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector>
    {
        TWidth.Store(left, s);
        TWidth.Store(middle, s + Lanes.Count);
        TWidth.Store(right, s + 2 * Lanes.Count);
    }
}
