package dev.nunchi.engine.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The small pictures among the test resources: 24 × 17 pixels in every format.
final class SamplePictures {
    static final int WIDTH = 24;
    static final int HEIGHT = 17;

    private SamplePictures() {}

    /// SHA-256 of the reference's RGB bytes, by file name.
    static SequencedMap<String, String> hashes() {
        var hashes = new TreeMap<String, String>();
        new String(bytes("rgb.sha256"), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.split("  "))
                .forEach(entry -> hashes.put(entry[1], entry[0]));
        return hashes;
    }

    static byte[] bytes(String name) {
        try (var file = SamplePictures.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
