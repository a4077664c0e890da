using System.Diagnostics.CodeAnalysis;

namespace OptimizerDynamics.Checkpoints;

/// <summary>How a checkpoint stores one element of a tensor.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the types' own names.")]
public enum ElementType
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of a binary32: 8 bits of exponent, 7 of significand.</summary>
    BFloat16,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>8-bit signed integer.</summary>
    Int8,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>A byte that is 0 or 1.</summary>
    Bool,

    /// <summary>A type whose values are not read (quantized, complex, 8-bit floating point, unsigned of more than 8 bits).</summary>
    Other,
}
