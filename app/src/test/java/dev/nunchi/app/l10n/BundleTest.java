package dev.nunchi.app.l10n;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class BundleTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern KEY_OF_LINE = Pattern.compile("(?m)^\\s*([\\w.-]+)\\s*[=:]");
    private static final Pattern ASKED = Pattern.compile("\\btext\\(\\s*\"([^\"]+)\"\\s*[,)]");
    private static final Pattern LITERAL = Pattern.compile("\"([a-zA-Z][\\w.-]*)\"");

    // What code appends to a key that it was given.
    private static final List<String> ENDINGS =
            List.of("", ".sentence", ".act", ".hint", ".name", ".reason");

    static List<String> bundles() {
        return Messages.BUNDLES;
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void koreanHasTheKeysOfEnglish(String bundle) {
        assertEquals(
                new TreeSet<>(Messages.bundle(bundle, Locale.ROOT).keySet()),
                new TreeSet<>(Messages.bundle(bundle, Locale.KOREAN).keySet()));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void koreanHasThePlaceholdersOfEnglish(String bundle) {
        assertEquals(
                placeholders(Messages.bundle(bundle, Locale.ROOT)),
                placeholders(Messages.bundle(bundle, Locale.KOREAN)));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noTextIsEmptyOrHoldsAStraightApostrophe(String bundle) {
        for (Locale locale : List.of(Locale.ROOT, Locale.KOREAN)) {
            var wrong = new TreeMap<>(Messages.bundle(bundle, locale));
            wrong.values().removeIf(text -> !text.isBlank() && !text.contains("'"));
            assertEquals(Map.of(), wrong);
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noKeyStandsTwiceInAFile(String bundle) throws IOException {
        for (String suffix : List.of("", "_ko")) {
            Path file =
                    app().resolve("src/main/resources/dev/nunchi/app/l10n")
                            .resolve(bundle + suffix + ".properties");
            var counts =
                    KEY_OF_LINE
                            .matcher(Files.readString(file))
                            .results()
                            .collect(Collectors.groupingBy(m -> m.group(1), Collectors.counting()));
            counts.values().removeIf(count -> count == 1);
            assertEquals(Map.of(), counts);
        }
    }

    @Test
    void everyTextThatCodeAsksForIsThere() {
        var missing = new TreeSet<String>();
        sources()
                .forEach(source ->
                        ASKED.matcher(source).results().map(m -> m.group(1)).forEach(missing::add));
        missing.removeAll(all().keySet());
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void everyTextIsUsed() {
        var unused = new TreeSet<>(all().keySet());
        for (String source : sources()) {
            for (String literal : LITERAL.matcher(source).results().map(m -> m.group(1)).toList()) {
                ENDINGS.forEach(ending -> unused.remove(literal + ending));
                if (literal.endsWith(".")) {
                    unused.removeIf(key -> key.startsWith(literal));
                }
            }
        }
        assertEquals(new TreeSet<>(), unused);
    }

    private static Map<String, String> all() {
        var all = new HashMap<String, String>();
        Messages.BUNDLES.forEach(bundle -> all.putAll(Messages.bundle(bundle, Locale.ROOT)));
        return all;
    }

    private static Map<String, List<String>> placeholders(Map<String, String> texts) {
        var found = new TreeMap<String, List<String>>();
        texts.forEach((key, text) ->
                found.put(
                        key,
                        PLACEHOLDER
                                .matcher(text)
                                .results()
                                .map(m -> m.group(1))
                                .distinct()
                                .sorted()
                                .toList()));
        return found;
    }

    private static List<String> sources() {
        try (var files = Files.walk(app().resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(BundleTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path app() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("src/main/java/dev/nunchi/app"))
                ? here
                : here.resolve("app");
    }
}
