package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells the driver where to unpack its native library: shared folders for temporary files may
/// forbid execution, and what is left there after a crash stays.
final class NativeLibrary {
    private NativeLibrary() {}

    static void unpackInto(Path folder) throws StoreException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException(Reason.NOT_PERMITTED, "creating the library's folder", e);
        }
        System.setProperty("org.sqlite.tmpdir", folder.toString());
    }
}
