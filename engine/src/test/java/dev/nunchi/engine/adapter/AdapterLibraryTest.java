package dev.nunchi.engine.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class AdapterLibraryTest {
    @TempDir private Path folder;

    @Test
    void libraryBeginsEmptyWithoutTouchingTheDisk() throws EngineException {
        assertEquals(List.of(), library().list());
        assertFalse(Files.exists(folder.resolve("adapters")));
    }

    @Test
    void addedAdaptersAreListedByName() throws EngineException {
        var library = library();
        library.add(Adapters.small("b"));
        library.add(Adapters.small("a"));
        assertEquals(List.of("a", "b"), names(library.list()));
        assertEquals(List.of("a", "b"), names(library.of(Adapters.BASE)));
        assertEquals(List.of(), library.of("another"));
    }

    @Test
    void secondAdapterOfANameGetsANumber() throws EngineException {
        var library = library();
        library.add(Adapters.small("mine"));
        assertEquals("mine-2", library.add(Adapters.small("mine")).name());
        assertEquals("mine-2", library.find("mine-2").orElseThrow().read().info().name());
    }

    @Test
    void removedAdapterIsGone() throws EngineException {
        var library = library();
        library.remove(library.add(Adapters.small("mine")));
        assertEquals(List.of(), library.list());
    }

    @Test
    void adapterOfAnotherLibraryIsNotRemoved() throws EngineException {
        var other = new AdapterLibrary(folder.resolve("other")).add(Adapters.small("mine"));
        assertThrows(IllegalArgumentException.class, () -> library().remove(other));
    }

    @Test
    void damagedAdapterDoesNotHideTheOthers() throws EngineException, IOException {
        var library = library();
        library.add(Adapters.small("a"));
        var damaged = library.add(Adapters.small("b")).folder();
        Files.writeString(damaged.resolve(AdapterFolder.DOCUMENT), "{");
        assertEquals(List.of("a"), names(library.list()));
    }

    @Test
    void adapterWithoutTensorsDoesNotHideTheOthers() throws EngineException, IOException {
        var library = library();
        library.add(Adapters.small("a"));
        var damaged = library.add(Adapters.small("b")).folder();
        Files.delete(damaged.resolve(AdapterFolder.TENSORS));
        assertEquals(List.of("a"), names(library.list()));
        assertEquals("b-2", library.add(Adapters.small("b")).name());
    }

    private AdapterLibrary library() {
        return new AdapterLibrary(folder.resolve("adapters"));
    }

    private static List<String> names(List<InstalledAdapter> adapters) {
        return adapters.stream().map(InstalledAdapter::name).toList();
    }
}
