package dev.nunchi.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

class CompiledCacheTest {
    private static final List<Graph> GRAPHS = List.of(doubling("one"), doubling("two"));

    @TempDir Path folder;
    private Path weights;
    private CompiledCache cache;
    private int compilations;

    @BeforeEach
    void open() throws IOException {
        weights = Files.writeString(folder.resolve("weights"), "weights");
        cache = cache("1");
    }

    @Test
    void everyGraphIsWritten() throws StorageException {
        var entry = get(GRAPHS);
        assertEquals(2, entry.models().size());
        assertTrue(entry.models().stream().allMatch(Files::isRegularFile));
    }

    @Test
    void secondCallCompilesNothing() throws StorageException {
        var first = get(GRAPHS);
        assertEquals(first, get(GRAPHS));
        assertEquals(1, compilations);
    }

    @Test
    void otherGraphsAreAnotherEntry() throws StorageException {
        assertNotEquals(get(GRAPHS), get(List.of(doubling("three"))));
    }

    @Test
    void otherWeightsAreAnotherEntry() throws StorageException, IOException {
        var first = get(GRAPHS);
        Files.writeString(weights, "changed");
        Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
        assertNotEquals(first, get(GRAPHS));
    }

    @Test
    void hashesOfUnchangedFilesAreRemembered() throws StorageException, IOException {
        var first = get(GRAPHS);
        var time = Files.getLastModifiedTime(weights);
        Files.writeString(weights, "WEIGHTS");
        Files.setLastModifiedTime(weights, time);
        assertEquals(first, get(GRAPHS));
    }

    @Test
    void cutEntryIsCompiledAgain() throws StorageException, IOException {
        var model = get(GRAPHS).models().getFirst();
        long size = Files.size(model);
        Files.writeString(model, "cut");
        get(GRAPHS);
        assertEquals(size, Files.size(model));
        assertEquals(2, compilations);
    }

    @Test
    void discardedEntryIsCompiledAgain() throws StorageException {
        cache.discard(get(GRAPHS));
        assertTrue(Files.exists(get(GRAPHS).models().getFirst()));
        assertEquals(2, compilations);
    }

    @Test
    void whatOtherVersionsMadeIsRemoved() throws StorageException {
        var old = get(GRAPHS);
        cache = cache("2");
        var now = get(GRAPHS);
        assertNotEquals(old, now);
        assertFalse(Files.exists(old.folder()));
    }

    @Test
    void whatAKilledCompilationLeftIsRemoved() throws StorageException, IOException {
        var part = get(GRAPHS).folder().resolveSibling("killed.part");
        Files.createDirectories(part.resolve("one"));
        get(List.of(doubling("three")));
        assertFalse(Files.exists(part));
    }

    private CompiledCache.Entry get(List<Graph> graphs) throws StorageException {
        Progress progress =
                (stage, done, total) -> {
                    if (stage == Stage.COMPILING_MODEL && done == total) {
                        compilations++;
                    }
                };
        return cache.get(graphs, List.of(weights), progress);
    }

    private CompiledCache cache(String version) {
        return new CompiledCache(folder.resolve("cache"), new NamedRuntime(version));
    }

    private static Graph doubling(String name) {
        var builder = new GraphBuilder(name);
        var x = builder.input("x", DType.F32, Dim.of("N"));
        builder.output("y", builder.root().add(x, x));
        return builder.build();
    }

    /// A runtime that has a version and runs nothing.
    private record NamedRuntime(String version) implements InferenceRuntime {
        @Override
        public String device() {
            return "none";
        }

        @Override
        public Session open(Path model, Threads threads) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DeviceTensor allocate(DType dtype, Shape shape) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
