package dev.nunchi.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Optional;

class MirrorsTest {
    @Test
    void slashesAndSpaceAroundAnAddressAreDropped() {
        assertEquals(
                Optional.of(URI.create("https://models.example/hub")),
                Mirrors.parse("  https://models.example/hub// "));
    }

    @Test
    void portIsKept() {
        assertEquals(
                Optional.of(URI.create("http://10.0.0.7:8090")),
                Mirrors.parse("http://10.0.0.7:8090"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "models.example",
                "ftp://models.example",
                "file:///etc",
                "https://",
                "https:///hub",
                "https://me:secret@models.example",
                "https://models.example?a=b",
                "https://models.example#top",
                "https://models example"
            })
    void whatIsNoPlainWebAddressIsRefused(String typed) {
        assertEquals(Optional.empty(), Mirrors.parse(typed));
    }
}
