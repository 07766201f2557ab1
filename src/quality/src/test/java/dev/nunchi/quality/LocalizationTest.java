package dev.nunchi.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

class LocalizationTest {
    private static final Path BUNDLES =
            Code.repository().resolve("app/src/main/resources/dev/nunchi/app/l10n");

    /// A whole key as the first argument; a key that is put together ends in a dot or continues.
    private static final Pattern KEY_IN_USE =
            Pattern.compile("\\.text\\(\\s*\"([a-z][A-Za-z0-9.]*[A-Za-z0-9])\"\\s*[,)]");

    /// A control that is given words instead of a key.
    private static final Pattern LITERAL =
            Pattern.compile(
                    "(new (Label|Button|Text|Hyperlink|Tooltip|MenuItem|CheckBox)"
                            + "|set(Text|PromptText|Title|HeaderText|ContentText|AccessibleText))"
                            + "\\(\\s*\"[^\"]*\\p{L}{2}");

    @Test
    void everyKeyInUseHasWords() throws IOException {
        var missing = new TreeSet<String>();
        Set<String> known = keys("");
        for (Path file : Code.sources("app/src/main/java")) {
            var matcher = KEY_IN_USE.matcher(Code.text(file));
            while (matcher.find()) {
                if (!known.contains(matcher.group(1))) {
                    missing.add(matcher.group(1) + " = ");
                }
            }
        }
        assertEquals(Set.of(), missing, "lines to add to a bundle");
    }

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertEquals(keys(""), keys("_ko"));
    }

    @Test
    void controlsAreGivenNoLiteralWords() {
        var offenders = new ArrayList<String>();
        for (Path file : Code.sources("app/src/main/java/dev/nunchi/app/ui")) {
            if (LITERAL.matcher(Code.text(file)).find()) {
                offenders.add(file.getFileName().toString());
            }
        }
        assertEquals(List.of(), offenders);
    }

    private static Set<String> keys(String suffix) throws IOException {
        var keys = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(BUNDLES, "*.properties")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".properties", "");
                if (name.endsWith("_ko") == suffix.equals("_ko")) {
                    var bundle = new Properties();
                    bundle.load(new StringReader(Files.readString(file)));
                    bundle.keySet().forEach(key -> keys.add((String) key));
                }
            }
        }
        return keys;
    }
}
