package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// With a `secret-tool` of the test's own that keeps secrets in files, as the real one is called:
/// https://manpages.debian.org/secret-tool. The other systems' programs were never run.
@DisabledOnOs(OS.WINDOWS)
class SystemKeyringTest {
    @TempDir private Path dir;

    @BeforeEach
    void writeTool() throws IOException {
        Path tool =
                Files.writeString(
                        dir.resolve("secret-tool"),
                        """
                        #!/bin/sh
                        echo "$@" >> "%1$s/calls"
                        [ -e "%1$s/locked" ] && exit 1
                        case $1 in
                            store) cat > "%1$s/$6.secret" ;;
                            lookup) cat "%1$s/$5.secret" 2>/dev/null ;;
                            clear) rm -f "%1$s/$5.secret" ;;
                        esac
                        """
                                .formatted(dir));
        assertTrue(tool.toFile().setExecutable(true));
    }

    private SystemKeyring keyring() {
        return SystemKeyring.of(OperatingSystem.LINUX, List.of(dir));
    }

    @Test
    void whatIsKeptIsFoundInALaterRun() {
        assertTrue(keyring().keep("lab", "sk-abc"));
        assertEquals(Optional.of("sk-abc"), keyring().find("lab"));
        assertEquals(Optional.empty(), keyring().find("attic"));
    }

    @Test
    void secretIsNeverAnArgument() throws IOException {
        keyring().keep("lab", "sk-abc");
        assertFalse(Files.readString(dir.resolve("calls")).contains("sk-abc"));
    }

    @Test
    void foundSecretIsNotAskedForAgain() throws IOException {
        keyring().keep("lab", "sk-abc");
        var keyring = keyring();
        keyring.find("lab");
        keyring.find("lab");
        assertEquals(
                1,
                Files.readAllLines(dir.resolve("calls")).stream()
                        .filter(call -> call.startsWith("lookup"))
                        .count());
    }

    @Test
    void forgottenSecretIsGone() {
        var keyring = keyring();
        keyring.keep("lab", "sk-abc");
        keyring.forget("lab");
        assertEquals(Optional.empty(), keyring.find("lab"));
    }

    @Test
    void lockedKeyringKeepsNothing() throws IOException {
        Files.createFile(dir.resolve("locked"));
        assertFalse(keyring().keep("lab", "sk-abc"));
        assertEquals(Optional.empty(), keyring().find("lab"));
    }

    @Test
    void computerWithoutAToolHasNoKeyring() {
        var none = SystemKeyring.of(OperatingSystem.LINUX, List.of(dir.resolve("empty")));
        assertFalse(none.isThere());
        assertFalse(none.keep("lab", "sk-abc"));
        assertEquals(Optional.empty(), none.find("lab"));
    }
}
