package dev.nunchi.app.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/// The sentences that `broken-models.properties` expects: `NAME.en` and `NAME.ko`.
record BrokenModelWords(Properties words) {
    static BrokenModelWords read() {
        var words = new Properties();
        try (var in = BrokenModelWords.class.getResourceAsStream("broken-models.properties")) {
            if (in == null) {
                throw new IllegalStateException("no broken-models.properties");
            }
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BrokenModelWords(words);
    }

    String english(String key) {
        return words.getProperty(key + ".en", "");
    }

    String korean(String key) {
        return words.getProperty(key + ".ko", "");
    }
}
