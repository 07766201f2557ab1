package dev.nunchi.engine.quantize;

import dev.nunchi.engine.text.Tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Short texts for packing models and for measuring packed ones, English and Korean. Written for
/// this project.
final class SampleTexts {
    private static final List<String> MEASURED = List.of("sample-en.txt", "sample-ko.txt");
    private static final List<String> READ = List.of("calibration-en.txt", "calibration-ko.txt");

    private SampleTexts() {}

    /// What packed models are measured on.
    static List<String> measured() {
        return texts(MEASURED);
    }

    /// What models are packed with. None of it is measured on.
    static List<String> read() {
        return texts(READ);
    }

    /// A text's first tokens.
    static int[] ids(Tokenizer tokenizer, String text, int most) {
        var ids =
                IntStream.concat(
                                tokenizer.beginToken().stream(),
                                Arrays.stream(tokenizer.encodePlain(text)))
                        .toArray();
        return Arrays.copyOf(ids, Math.min(ids.length, most));
    }

    private static List<String> texts(List<String> files) {
        var texts = new ArrayList<String>();
        for (var file : files) {
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
