package dev.nunchi.engine.data;

import dev.nunchi.engine.storage.Sha256;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Samples to learn from and samples to check on.
///
/// @param validation no picture of theirs is in `training`
public record Split(List<Sample> training, List<Sample> validation) {
    /// The hash is a 53-bit fraction of one.
    private static final int FRACTION_BITS = 53;

    public Split {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /// Splits by a hash of the picture's file name, or of the id where there is no picture: a
    /// picture stays on its side when the data grow, are reordered or move to another folder.
    ///
    /// @param share of the pictures that are for validation, `0..1`
    public static Split byName(List<Sample> samples, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + ", expected 0 to 1");
        }
        var training = new ArrayList<Sample>();
        var validation = new ArrayList<Sample>();
        for (var sample : samples) {
            (fraction(name(sample)) < share ? validation : training).add(sample);
        }
        return new Split(training, validation);
    }

    private static String name(Sample sample) {
        return sample.picture().map(Path::getFileName).map(Path::toString).orElse(sample.id());
    }

    private static double fraction(String name) {
        byte[] hash = Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8));
        long bits = ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - FRACTION_BITS);
        return bits / (double) (1L << FRACTION_BITS);
    }
}
