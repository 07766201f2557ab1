package dev.nunchi.engine.quantize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Short texts that packed models are measured on, English and Korean. Written for this project.
final class SampleTexts {
    private static final List<String> FILES = List.of("sample-en.txt", "sample-ko.txt");

    private SampleTexts() {}

    static List<String> all() {
        var texts = new ArrayList<String>();
        for (var file : FILES) {
            try (var in = SampleTexts.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("no " + file);
                }
                texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("the program's own files cannot be read", e);
            }
        }
        return texts;
    }
}
