package dev.nunchi.app.settings;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The settings in use and their JSON file. Thread-safe.
public final class SettingsStore {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ALONE =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private Settings current;
    private boolean kept = true;

    private SettingsStore(Path file, Settings current) {
        this.file = file;
        this.current = current;
    }

    /// Leaves the file alone: defaults are in use, and changes last until the program ends or
    /// [#readAsUsual] is called.
    public static SettingsStore openWithDefaults(Path file) {
        var store = new SettingsStore(file, Settings.defaults());
        store.kept = false;
        return store;
    }

    /// Uses what the file says after all.
    ///
    /// @return the settings now
    public synchronized Settings readAsUsual() throws StorageException {
        current = open(file).current();
        kept = true;
        return current;
    }

    /// Reads the file. One that is missing means defaults; a damaged one is set aside as
    /// `settings.json.damaged` and defaults are used.
    public static SettingsStore open(Path file) throws StorageException {
        if (!Files.exists(file)) {
            return new SettingsStore(file, Settings.defaults());
        }
        try {
            return new SettingsStore(file, read(file));
        } catch (JacksonException | IllegalArgumentException e) {
            LOG.warn("The settings file is damaged and is set aside: {}", e.getClass().getName());
            setAside(file);
            return new SettingsStore(file, Settings.defaults());
        } catch (IOException e) {
            throw StorageException.of(file, "reading the settings", e);
        }
    }

    public synchronized Settings current() {
        return current;
    }

    /// Changes the settings and writes them. They are in use even if writing fails.
    ///
    /// @return the settings after the change
    public synchronized Settings update(UnaryOperator<Settings> change) throws StorageException {
        Settings changed = change.apply(current);
        if (!changed.equals(current)) {
            current = changed;
            if (kept) {
                write();
            }
        }
        return changed;
    }

    private static Settings read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("larger than any settings file");
        }
        // What the file does not mention keeps its default, so that older files stay good.
        ObjectNode merged = JSON.valueToTree(Settings.defaults());
        merge(merged, JSON.readTree(Files.readAllBytes(file)));
        return JSON.treeToValue(merged, Settings.class);
    }

    private static void merge(ObjectNode into, JsonNode from) {
        if (!from.isObject()) {
            throw new IllegalArgumentException("expected a JSON object");
        }
        from.properties()
                .forEach(property -> {
                    JsonNode known = into.get(property.getKey());
                    if (known instanceof ObjectNode nested) {
                        merge(nested, property.getValue());
                    } else if (known != null && !property.getValue().isNull()) {
                        into.set(property.getKey(), property.getValue());
                    }
                });
    }

    private void write() throws StorageException {
        Path part = Storage.partOf(file);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            createForOwner(part);
            Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(current));
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing the settings", e);
        }
    }

    /// Keys are in it: nobody else of this computer may read it. Where files have no such rights
    /// the folder's count.
    private static void createForOwner(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        }
    }

    private static void setAside(Path file) throws StorageException {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw StorageException.of(file, "setting aside the damaged settings", e);
        }
    }
}
