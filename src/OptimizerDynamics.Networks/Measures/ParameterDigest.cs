using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OptimizerDynamics.Networks;

/// <summary>The digest of a network's parameters: two trainings whose digests are the same have ended with the same bits.</summary>
public static class ParameterDigest
{
    /// <summary>The SHA-256 of θ, the little-endian bytes of its float32 numbers in their order.</summary>
    /// <param name="parameters">θ, in the order of <see cref="NetworkGraph.Parameters"/>.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(ReadOnlySpan<float> parameters)
    {
        const int AtOnce = 4096;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[AtOnce * sizeof(float)];
        for (; !parameters.IsEmpty; parameters = parameters[Math.Min(AtOnce, parameters.Length)..])
        {
            var count = Math.Min(AtOnce, parameters.Length);
            for (var i = 0; i < count; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), parameters[i]);
            hash.AppendData(bytes.AsSpan(0, count * sizeof(float)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
