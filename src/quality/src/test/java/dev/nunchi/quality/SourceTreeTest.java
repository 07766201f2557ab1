package dev.nunchi.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class SourceTreeTest {
    /// Raising it needs a decision in `docs/decisions`.
    private static final long ENGINE_LINES = 53_000;

    /// What no file may grow to, tables included.
    private static final long FILE_LINES = 600;

    private static final Pattern CATCH_ALL =
            Pattern.compile("catch \\((final )?(Exception|Throwable)\\b");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    private static final List<Path> MAIN =
            Stream.of("engine/src/main/java", "app/src/main/java")
                    .flatMap(folder -> Code.sources(folder).stream())
                    .toList();

    @Test
    void engineStaysBelowItsCeiling() {
        long lines =
                Code.sources("engine/src/main/java").stream()
                        .mapToLong(SourceTreeTest::lines)
                        .sum();
        assertTrue(lines <= ENGINE_LINES, "the engine has " + lines + " lines");
    }

    @Test
    void filesStayReadable() {
        assertEquals(List.of(), offenders(MAIN, file -> lines(file) > FILE_LINES));
    }

    @Test
    void everyPackageIntroducesItself() {
        var mute =
                MAIN.stream()
                        .filter(file -> !file.endsWith("module-info.java"))
                        .map(Path::getParent)
                        .distinct()
                        .toList();
        assertEquals(
                List.of(),
                offenders(mute, folder -> !Files.exists(folder.resolve("package-info.java"))));
    }

    /// The job runner is the boundary where any escape becomes one "unexpected error".
    @Test
    void onlyTheJobRunnerCatchesEverything() {
        assertEquals(
                List.of(),
                offenders(
                        MAIN,
                        file ->
                                !file.getParent().endsWith("task")
                                        && CATCH_ALL.matcher(Code.text(file)).find()));
    }

    @Test
    void nothingIsMarkedUnfinished() {
        assertEquals(
                List.of(), offenders(MAIN, file -> UNFINISHED.matcher(Code.text(file)).find()));
    }

    private static List<String> offenders(List<Path> paths, Predicate<Path> offends) {
        Path root = Code.repository();
        return paths.stream()
                .filter(offends)
                .map(path -> root.relativize(path).toString())
                .toList();
    }

    private static long lines(Path file) {
        return Code.text(file).lines().count();
    }
}
