package dev.nunchi.app.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Remembers starts that did not become usable, in a small file: it is made when a start begins and
/// deleted when the window can be worked with.
///
/// A process that is killed, or dies in native code, deletes nothing; that is the point.
public final class StartMarker {
    private static final Logger LOG = LoggerFactory.getLogger(StartMarker.class);

    /// After so many failed starts in a row the next one is a safe one.
    private static final int TOO_MANY = 2;

    private final Path file;

    /// @param state the folder for logs and reports
    public StartMarker(Path state) {
        file = state.resolve("starting");
    }

    /// Notes that a start begins. What cannot be noted is not counted: a full disk must not make
    /// anything worse.
    ///
    /// @return how it should go, by what became of the ones before
    public StartMode begin() {
        int failed = failed();
        try {
            Files.writeString(file, Integer.toString(failed + 1));
        } catch (IOException e) {
            LOG.warn("The start cannot be noted: {}", e.getClass().getName());
        }
        return failed >= TOO_MANY ? StartMode.SAFE : StartMode.USUAL;
    }

    /// How many starts in a row have not become usable, the one that runs now among them.
    public int failed() {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            LOG.warn("The marker of starts cannot be read: {}", e.getClass().getName());
            return 0;
        }
    }

    /// Notes that the window can be worked with.
    public void usable() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The start cannot be noted as good: {}", e.getClass().getName());
        }
    }
}
