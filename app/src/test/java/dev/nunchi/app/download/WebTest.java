package dev.nunchi.app.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.download.DownloadException.Reason;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Optional;

class WebTest {
    private static final URI SECURE = URI.create("https://models.example/a/b");
    private static final URI OPEN = URI.create("http://models.example/a/b");

    @Test
    void redirectFromSecureToOpenIsRefused() {
        var failure =
                assertThrows(
                        DownloadException.class,
                        () -> Web.target(SECURE, Optional.of("http://models.example/a/c")));

        assertEquals(Reason.BAD_REDIRECT, failure.reason());
    }

    @Test
    void redirectKeepsTheSchemeItIsRelativeTo() throws DownloadException {
        assertEquals(
                URI.create("https://store.example/c"),
                Web.target(SECURE, Optional.of("//store.example/c")));
        assertEquals(
                URI.create("https://models.example/a/c"), Web.target(SECURE, Optional.of("c")));
    }

    @Test
    void redirectFromOpenToSecureIsFollowed() throws DownloadException {
        assertEquals(
                URI.create("https://store.example/c"),
                Web.target(OPEN, Optional.of("https://store.example/c")));
    }
}
