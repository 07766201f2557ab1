package dev.nunchi.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class FolderNamesTest {
    @Test
    void namesAreSafeForEverySystem() {
        assertEquals("my-model", safe("my model"));
        assertEquals("SmolLM2.Q4_1", safe("SmolLM2.Q4_1"));
        assertEquals("hidden", safe("..hidden"));
        assertEquals("한국어", safe("한국어"));
        assertEquals("none", safe("NUL"));
        assertEquals("none", safe("x.part"));
        assertEquals("none", safe("/"));
        assertEquals("none", safe(""));
    }

    @Test
    void takenNameGetsANumber() {
        assertEquals("a-3", FolderNames.unique("a", "none", List.of("A", "a-2")));
    }

    private static String safe(String text) {
        return FolderNames.safe(text, "none");
    }
}
