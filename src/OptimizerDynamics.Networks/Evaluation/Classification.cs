namespace OptimizerDynamics.Networks;

/// <summary>The definition of a correctly classified image: one, for training and evaluation and for every
/// backend.</summary>
public static class Classification
{
    /// <summary>Whether the class of an image is among the <paramref name="first"/> ones that the network names.</summary>
    /// <remarks>
    /// The class is where fewer than <paramref name="first"/> others have a logit that is not smaller. So a tie is an error: a network that
    /// gives all classes the same logit has not classified the image. A logit that is NaN or infinite makes every classification of its
    /// image an error, also among as many as there are classes.
    /// </remarks>
    /// <param name="logits">The image's logits.</param>
    /// <param name="label">The image's class, in [0, number of logits).</param>
    /// <param name="first">The number of classes that it may be among, at least 1: 1 for the top-1 error, 5 for the top-5
    /// error.</param>
    public static bool IsRight(ReadOnlySpan<float> logits, int label, int first = 1)
    {
        var (own, others) = (logits[label], -1);
        foreach (var logit in logits)
        {
            if (!float.IsFinite(logit))
                return false;
            if (logit >= own)
                others++;
        }

        return others < first;
    }

    /// <summary>The number of images that are classified correctly.</summary>
    /// <param name="logits">The logits, [images, classes].</param>
    /// <param name="labels">The images' classes.</param>
    /// <param name="first">As in <see cref="IsRight"/>.</param>
    public static int CountRight(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int first = 1)
    {
        var (classes, count) = (logits.Length / labels.Length, 0);
        for (var image = 0; image < labels.Length; image++)
            count += IsRight(logits.Slice(image * classes, classes), labels[image], first) ? 1 : 0;
        return count;
    }
}
