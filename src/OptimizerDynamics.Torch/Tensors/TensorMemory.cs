using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>What memory a tensor is a window on.</summary>
internal static class TensorMemory
{
    /// <summary>The address of the memory that a tensor of float32 or float64 is a window on; on a GPU an address there.</summary>
    public static nint StorageOf(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.dtype == ScalarType.Float32 ? tensor.storage<float>().data_ptr() : tensor.storage<double>().data_ptr();
    }

    /// <summary>Whether two vectors of the same element type share an element.</summary>
    public static bool Overlap(Tensor a, Tensor b) =>
        StorageOf(a) == StorageOf(b)
            && a.storage_offset() < b.storage_offset() + b.numel()
            && b.storage_offset() < a.storage_offset() + a.numel();
}
