package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `./package` made, on a Debian that holds nothing else: installed, used, killed, removed.
@Tag("system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledJourneyTest {
    private static final Path PACKAGES = Program.repository().resolve("packaging/target");
    private static final Path PICTURE =
            Path.of("/opt/nunchi/lib/app/assets/samples").resolve("cat.jpg");
    private static final String CACHE = "/opt/nunchi/lib/app/nunchi.aot";
    private static final Map<String, String> KOREAN = Map.of("LANG", "ko_KR.UTF-8");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private static CleanMachine machine;
    private static final List<Process> STARTED = new ArrayList<>();

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        var deb = deb();
        assumeTrue(deb.isPresent(), "needs a package made by ./package");
        assumeTrue(CleanMachine.isPossible(), "needs root and debootstrap");
        machine = CleanMachine.make(folder.resolve("debian"));
        Files.copy(deb.get(), machine.at("/tmp/nunchi.deb"));
        var update = machine.administer("apt-get", "update");
        assertEquals(0, update.exitCode(), update.said());
        var installed =
                machine.administer(
                        "apt-get",
                        "install",
                        "--yes",
                        "--no-install-recommends",
                        "/tmp/nunchi.deb");
        Files.writeString(Program.artefact("apt.txt"), installed.said());
        assertEquals(0, installed.exitCode(), installed.said());
    }

    @AfterAll
    static void endAll() throws IOException, InterruptedException {
        STARTED.forEach(NunchiWindow::kill);
        if (machine != null) {
            // JUnit warns of each of its links.
            var removing = new ProcessBuilder("rm", "-rf", machine.root().toString());
            removing.inheritIO().start().waitFor();
        }
    }

    @Test
    @Order(1)
    void commandAnswersInAnyLocale() throws IOException, InterruptedException {
        Files.createDirectories(machine.at("/home/person/사진"));
        Files.copy(machine.at(PICTURE.toString()), machine.at("/home/person/사진/고양이.jpg"));
        var answer =
                machine.run(
                        Map.of("LC_ALL", "C"),
                        "nunchi",
                        "ask",
                        "/home/person/사진/고양이.jpg",
                        NunchiWindow.QUESTION);
        assertEquals(0, answer.exitCode(), answer.said());
        assertFalse(answer.said().isBlank());
        assertEquals(List.of(), librariesUnpacked());
    }

    @Test
    @Order(2)
    void secondLauncherNeverOpensAWindow() throws IOException, InterruptedException {
        var help = machine.run(KOREAN, "nunchi-cli");
        assertEquals(0, help.exitCode(), help.said());
        assertTrue(help.said().contains("ask"), help.said());
    }

    @Test
    @Order(3)
    void classesComeFromTheCacheAndWithoutItFromTheJars() throws IOException, InterruptedException {
        assertTrue(launcherComesFromCache());
        String whole = version();
        assertTrue(whole.startsWith("nunchi "), whole);
        Path cache = machine.at(CACHE);
        Path aside = cache.resolveSibling("aside");
        Files.move(cache, aside);
        assertEquals(whole, version());
        Files.writeString(cache, "no cache at all");
        assertEquals(whole, version());
        Files.move(aside, cache, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(launcherComesFromCache());
    }

    @Test
    @Order(4)
    void desktopFindsTheProgram() throws IOException {
        var entry = Files.readAllLines(machine.at("/usr/share/applications/nunchi.desktop"));
        assertTrue(entry.contains("Exec=/usr/bin/nunchi %F"));
        assertTrue(Files.exists(machine.at("/usr/bin/nunchi"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(
                Files.exists(machine.at("/usr/share/icons/hicolor/48x48/apps/nunchi.png"))
                        && Files.exists(machine.at("/usr/share/mime/packages/nunchi.xml")));
    }

    @Test
    @Order(5)
    void draggedPictureIsAnsweredAndSurvivesAKill() throws IOException, InterruptedException {
        assumeTrue(Screen.isPossible(), "needs Xvfb, xdotool and ImageMagick");
        var conversations = conversations();
        try (var screen = Screen.open()) {
            var window = new NunchiWindow(screen);
            var nunchi = open(screen, window);
            var source = window.dragIn(PICTURE);
            STARTED.add(source);
            screen.settle();
            NunchiWindow.kill(source);
            window.ask();
            Waiting.until("the answer begins", () -> !conversations.answers().isEmpty());
            Waiting.until("the answer is whole", () -> conversations.unfinished() == 0);
            screen.settle();
            screen.photograph("installed-1-answered");
            assertEquals(List.of("cat.jpg: " + NunchiWindow.QUESTION), conversations.questions());
            var answers = conversations.answers();
            assertFalse(answers.getFirst().isBlank());

            NunchiWindow.kill(nunchi);
            var again = open(screen, window);
            assertEquals(answers, conversations.answers());
            window.openFirstConversation();
            screen.settle();
            screen.photograph("installed-2-after-the-kill");
            NunchiWindow.kill(again);
        }
        assertEquals(List.of(), librariesUnpacked());
    }

    @Test
    @Order(6)
    void removedProgramLeavesTheConversations() throws IOException, InterruptedException {
        var before = conversations().answers();
        var removed = machine.administer("apt-get", "purge", "--yes", "nunchi");
        assertEquals(0, removed.exitCode(), removed.said());
        for (var gone :
                List.of(
                        "/opt/nunchi",
                        "/usr/bin/nunchi",
                        "/usr/bin/nunchi-cli",
                        "/usr/share/applications/nunchi.desktop",
                        "/usr/share/mime/packages/nunchi.xml")) {
            assertFalse(Files.exists(machine.at(gone), LinkOption.NOFOLLOW_LINKS), gone);
        }
        assertEquals(before, conversations().answers());
        assertTrue(Files.exists(conversations().database()));
    }

    private static Process open(Screen screen, NunchiWindow window)
            throws IOException, InterruptedException {
        var nunchi = machine.start(screen.environment(), "installed.txt", "nunchi");
        STARTED.add(nunchi);
        window.await();
        return nunchi;
    }

    private static Optional<Path> deb() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (var files = Files.list(PACKAGES)) {
            return files.filter(file -> file.toString().endsWith(".deb")).findFirst();
        }
    }

    private static Conversations conversations() {
        return new Conversations(machine.at("/home/person/.local/share/nunchi/nunchi.db"));
    }

    private static String version() throws IOException, InterruptedException {
        return machine.run(KOREAN, "nunchi", "--version").said().strip();
    }

    private static boolean launcherComesFromCache() throws IOException, InterruptedException {
        String log = "/tmp/classes.txt";
        Files.deleteIfExists(machine.at(log));
        var result =
                machine.run(
                        Map.of("NUNCHI_JAVA_OPTIONS", "-Xlog:class+load:file=" + log),
                        "nunchi",
                        "--version");
        assertEquals(0, result.exitCode(), result.said());
        return Files.readAllLines(machine.at(log)).stream()
                .anyMatch(line ->
                        line.contains("dev.nunchi.app.Launcher source: shared objects file"));
    }

    /// Libraries that a start put where only caches and temporary files belong.
    private static List<Path> librariesUnpacked() throws IOException {
        var found = new ArrayList<Path>();
        for (var place : List.of("/tmp", "/home/person", "/var/tmp")) {
            try (var files = Files.walk(machine.at(place))) {
                files.filter(file -> file.toString().endsWith(".so")).forEach(found::add);
            }
        }
        return found;
    }
}
