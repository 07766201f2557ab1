package dev.nunchi.app.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;

class DiagnosticsTest {
    private static final String KEY = "sk-live-9f8e7d6c5b4a39281706";
    private static final String USER = "minseo";
    private static final String HOST = "minseo-laptop";
    private static final String QUESTION = "What does my doctor's letter say about the tumour";
    private static final String PICTURE = "our secret wedding.jpg";

    private Path home;
    private AppFolders folders;

    @BeforeEach
    void plant(@TempDir Path dir) throws Exception {
        home = Files.createDirectories(dir.resolve(USER));
        folders = AppFolders.under(home.resolve(".nunchi"));
        folders.create();
        Files.writeString(folders.settings(), settings());
        Files.writeString(folders.log(), log());
        Files.createDirectories(folders.reports());
        Files.writeString(folders.state().resolve("hs_err_pid4711.log"), crash());
        Files.writeString(
                folders.reports().resolve("error-1.txt"),
                "Nunchi, unexpected error while: ask\n    at dev.nunchi.app.X.y(X.java:1)\n");
        var opened =
                SqliteStore.open(folders.database(), folders.nativeLibraries(), Clock.systemUTC());
        try (var store = opened.store()) {
            long id = store.create(QUESTION).id();
            store.add(NewTurn.first(id, Role.USER, QUESTION, List.of()));
        }
    }

    private static String settings() {
        return """
        {"theme": "DARK", "model": "llava-1.5-7b", "generation": {"temperature": 0.7,
         "systemPrompt": "%s"}, "presets": [{"name": "a", "question": "%s"}],
         "endpoints": [{"name": "lab", "key": "%s"}], "mirror": "https://%s.example/%s"}
        """
                .formatted(QUESTION, QUESTION, KEY, HOST, KEY);
    }

    private String log() {
        String entry = "2026-11-30 08:01:02,345 WARN  nunchi-job-1 d.n.a.task.Boundary: ";
        return entry
                + "ask ended with dev.nunchi.engine.error.PictureException\n"
                + entry
                + "The window: %s\n".formatted(QUESTION)
                + entry
                + "reading “%s” failed\n".formatted(QUESTION)
                + entry
                + "%s is not there\n".formatted(PICTURE)
                + entry
                + "%s is not there\n".formatted(home.resolve("Pictures"))
                + entry
                + "Connected from %s as %s\n".formatted(HOST, USER)
                + entry
                + "Asking with %s\n".formatted(KEY)
                + entry
                + "의사 편지에 뭐라고 써 있어?\n"
                + entry.replace("WARN ", "DEBUG")
                + QUESTION
                + "\n"
                + entry
                + "Closing failed\n"
                + "java.io.IOException: %s (%s)\n".formatted(home.resolve(PICTURE), QUESTION)
                + "\tat dev.nunchi.app.X.y(X.java:1)\n"
                + "%s\n".formatted(QUESTION)
                + "Caused by: java.lang.IllegalStateException: %s\n".formatted(KEY);
    }

    /// As HotSpot 25 wrote it, shortened, with what it would have found around here.
    private String crash() {
        return """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007fe784f91f14, pid=4711, tid=4712
        #
        # JRE version: OpenJDK Runtime Environment Temurin-25.0.3+9 (25.0.3+9) (build 25.0.3+9-LTS)
        # Java VM: OpenJDK 64-Bit Server VM Temurin-25.0.3+9 (25.0.3+9-LTS, mixed mode, linux-amd64)
        # Problematic frame:
        # C  [libonnxruntime.so+0x85f14]
        #
        # Core dump will be written. Default location: %1$s/core.4711
        #

        ---------------  S U M M A R Y ------------

        Command Line: -Dnunchi.assets=%1$s dev.nunchi.app.Launcher "%1$s/%2$s"

        Host: %3$s, 2 cores, 23G, Debian GNU/Linux 12 (bookworm)
        Time: Mon Nov 30 13:23:25 2026 UTC elapsed time: 25.358537 seconds (0d 0h 0m 25s)

        ---------------  T H R E A D  ---------------

        Current thread (0x00007fe7):  JavaThread "%4$s" [_thread_in_native, id=4712]

        Stack: [0x00007ffebe3fd000,0x00007ffebebfc000],  sp=0x00007ffebebf6ea0,  free space=8167k
        Native frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)
        C  [libonnxruntime.so+0x85f14]  %1$s/build/ort.cc:12
        Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)
        j  ai.onnxruntime.OrtSession.run(JJJ)V+0

        siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000008

        Top of Stack: (sp=0x00007ffebebf6ea0)
        0x00007ffebebf6ea0:   0000000000000000 0000000000000109   %4$s
        C  is no frame here: %4$s

        Environment Variables:
        USER=%5$s
        OPENAI_API_KEY=%6$s
        """
                .formatted(home, PICTURE, HOST, QUESTION, USER, KEY);
    }

    private DiagnosticsBundle collect() {
        return new Diagnostics(folders, StartMode.SAFE)
                .collect(Redaction.of(folders, home, USER, HOST));
    }

    private String everything() {
        var text = new StringBuilder();
        collect().parts().forEach(part -> text.append(part.text()));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {KEY, USER, HOST, QUESTION, "tumour", PICTURE, "wedding", "secret", "의사"})
    void secretIsNowhereInTheBundle(String secret) {
        String all = everything().toLowerCase(Locale.ROOT);

        assertFalse(all.contains(secret.toLowerCase(Locale.ROOT)), all);
    }

    @Test
    void homeFolderIsNowhereInTheBundle() {
        assertFalse(everything().contains(home.toString()));
    }

    @Test
    void whatHelpsIsThere() {
        var parts = new HashMap<String, String>();
        collect().parts().forEach(part -> parts.put(part.name(), part.text()));

        assertTrue(parts.get("system.txt").contains("Java " + Runtime.version()));
        assertTrue(parts.get("system.txt").contains("\nprocessors "));
        assertTrue(parts.get("settings.json").contains("\"theme\" : \"DARK\""));
        assertTrue(parts.get("settings.json").contains("\"temperature\" : 0.7"));
        assertTrue(parts.get("settings.json").contains("(1 entries)"));
        assertTrue(parts.get("database.txt").contains("check: sound"));
        assertTrue(parts.get("database.txt").contains("conversations 1, turns 1"));
        assertTrue(parts.get("errors.txt").contains("at dev.nunchi.app.X.y(X.java:1)"));
        String crashes = parts.get("crashes.txt");
        assertTrue(crashes.contains("SIGSEGV (0xb) at pc="), crashes);
        assertTrue(crashes.contains("# C  [libonnxruntime.so+0x85f14]\n"), crashes);
        assertTrue(crashes.contains("j  ai.onnxruntime.OrtSession.run(JJJ)V+0\n"), crashes);
        assertTrue(crashes.contains("siginfo: si_signo: 11 (SIGSEGV)"), crashes);
        assertFalse(crashes.contains("Environment Variables"), crashes);
        String log = parts.get("log.txt");
        assertTrue(log.contains("ask ended with dev.nunchi.engine.error.PictureException"), log);
        assertTrue(log.contains("Closing failed\njava.io.IOException\n\tat dev.nunchi"), log);
        assertTrue(log.contains("Caused by: java.lang.IllegalStateException\n"), log);
    }

    @Test
    void crashOfAnotherProgramIsLeftOut() throws IOException {
        Path file = folders.state().resolve("hs_err_pid4711.log");
        Files.writeString(file, crash().replace("dev.nunchi.app.Launcher", "org.example.Main"));

        assertFalse(everything().contains("SIGSEGV"));
    }

    @Test
    void reportOfACrashMayBeCutAnywhere() throws IOException {
        Path file = folders.state().resolve("hs_err_pid4711.log");
        String whole = crash();
        for (int length = 0; length < whole.length(); length += 97) {
            Files.writeString(file, whole.substring(0, length));

            assertFalse(everything().contains(QUESTION));
        }
    }

    @Test
    void processorIsToldWithWhatNativeCodeAsksFor() {
        assumeTrue(
                Files.isReadable(Path.of("/proc/cpuinfo"))
                        && System.getProperty("os.arch").equals("amd64"),
                "no list of processor features here");

        // ONNX Runtime needs it, so whoever runs this has it.
        assertTrue(collect().parts().getFirst().text().contains(" sse4_1"));
    }

    @Test
    void archiveHoldsExactlyWhatWasShown(@TempDir Path dir) throws Exception {
        var bundle = collect();
        Path file = dir.resolve("nunchi.zip");

        bundle.write(file);

        Map<String, String> shown = new HashMap<>();
        bundle.parts().forEach(part -> shown.put(part.name(), part.text()));
        assertEquals(shown, contentOf(file));
    }

    @Test
    void archiveThatCannotBeWrittenLeavesNothing(@TempDir Path dir) throws IOException {
        Path file = Files.createDirectories(dir.resolve("nunchi.zip/in the way")).getParent();

        assertThrows(StorageException.class, () -> collect().write(file));

        try (var left = Files.list(dir)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void emptyHomeGivesABundleToo(@TempDir Path dir) {
        var empty = AppFolders.under(dir.resolve("new"));

        var bundle = new Diagnostics(empty, StartMode.SAFE).collect();

        assertEquals(8, bundle.parts().size());
    }

    private static Map<String, String> contentOf(Path file) throws IOException {
        var content = new HashMap<String, String>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                content.put(
                        entry.getName(),
                        new String(
                                zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return content;
    }
}
