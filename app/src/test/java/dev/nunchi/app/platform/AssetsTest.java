package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class AssetsTest {
    @Test
    void assetsAreFoundAboveTheCode(@TempDir Path dir) throws IOException {
        Path assets = Files.createDirectories(dir.resolve("assets"));
        Path code = Files.createDirectories(dir.resolve("app/target/classes"));

        assertEquals(Optional.of(assets), Assets.above(code));
    }
}
