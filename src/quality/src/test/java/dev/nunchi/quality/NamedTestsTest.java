package dev.nunchi.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a document claims to be shown by a test is shown by one.
class NamedTestsTest {
    private static final String DOCUMENT = "docs/comparison.md";

    /// A method as documents name it: `` `Class#method` ``.
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)#([a-z]\\w*)`");

    private static final List<Path> TESTS =
            Stream.of("engine/src/test/java", "app/src/test/java", "src")
                    .flatMap(folder -> Code.sources(folder).stream())
                    .toList();

    @Test
    void everyTestThatTheComparisonNamesExists() {
        var named = named(Code.text(Code.repository().resolve(DOCUMENT)));
        assertFalse(named.isEmpty());
        var missing = new TreeSet<String>();
        for (MatchResult method : named) {
            if (!exists(method.group(1), method.group(2))) {
                missing.add(method.group());
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static List<MatchResult> named(String document) {
        return NAMED.matcher(document).results().toList();
    }

    /// Test classes of several packages may have one name.
    private static boolean exists(String type, String method) {
        var declaration = Pattern.compile("\\bvoid " + method + "\\(");
        return TESTS.stream()
                .filter(file -> file.endsWith(type + ".java"))
                .anyMatch(file -> declaration.matcher(Code.text(file)).find());
    }
}
