package dev.nunchi.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// A virtual X screen, with a hand on its mouse and keyboard. Closing it ends the X server.
final class Screen implements AutoCloseable {
    private static final String SIZE = "1640x860x24";
    // Far from any real screen; the tests run one after another.
    private static final String DISPLAY = ":87";

    // A screen without our window is a PNG of a few thousand bytes.
    private static final int DRAWN_BYTES = 20_000;

    private final Process server;

    private Screen(Process server) {
        this.server = server;
    }

    static boolean isPossible() {
        return List.of("Xvfb", "xdotool", "import").stream().allMatch(Program::has);
    }

    static Screen open() throws IOException, InterruptedException {
        var server =
                new ProcessBuilder(
                                "Xvfb",
                                DISPLAY,
                                "-screen",
                                "0",
                                SIZE,
                                "-nolisten",
                                "tcp",
                                // Programs of other accounts of this machine may open windows, too.
                                "-ac")
                        .redirectErrorStream(true)
                        .redirectOutput(Program.artefact("xvfb.txt").toFile())
                        .start();
        Path socket = Path.of("/tmp/.X11-unix/X" + DISPLAY.substring(1));
        Waiting.until("the screen is there", () -> Files.exists(socket));
        return new Screen(server);
    }

    /// What a program needs to open its window here.
    Map<String, String> environment() {
        return Map.of("DISPLAY", DISPLAY, "GDK_BACKEND", "x11");
    }

    /// Waits for a visible window whose title is as given.
    ///
    /// @return its number
    String window(String title) throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        Waiting.until(
                "the window '" + title + "' is there",
                () -> {
                    found.clear();
                    found.addAll(
                            run("xdotool", "search", "--onlyvisible", "--name", "^" + title + "$")
                                    .lines()
                                    .toList());
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    void place(String window, int x, int y) throws IOException, InterruptedException {
        run("xdotool", "windowmove", "--sync", window, "" + x, "" + y);
    }

    /// Presses at one point, moves in steps as a hand does, and lets go at another.
    void drag(int fromX, int fromY, int toX, int toY) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("xdotool"));
        command.addAll(
                List.of("mousemove", "" + fromX, "" + fromY, "sleep", "0.3", "mousedown", "1"));
        int steps = 20;
        for (int i = 1; i <= steps; i++) {
            int x = fromX + (toX - fromX) * i / steps;
            int y = fromY + (toY - fromY) * i / steps;
            command.addAll(List.of("sleep", "0.05", "mousemove", "" + x, "" + y));
        }
        command.addAll(List.of("sleep", "0.5", "mouseup", "1"));
        run(command.toArray(String[]::new));
    }

    void click(int x, int y) throws IOException, InterruptedException {
        run("xdotool", "mousemove", "" + x, "" + y, "sleep", "0.2", "click", "1");
    }

    /// Gives a window the keyboard; there is no window manager that would.
    void focus(String window) throws IOException, InterruptedException {
        run("xdotool", "windowfocus", "--sync", window);
    }

    void scrollDown(int x, int y) throws IOException, InterruptedException {
        run(
                "xdotool",
                "mousemove",
                "" + x,
                "" + y,
                "click",
                "--repeat",
                "60",
                "--delay",
                "10",
                "5");
    }

    void type(String text) throws IOException, InterruptedException {
        run("xdotool", "type", "--delay", "30", text);
    }

    void press(String key) throws IOException, InterruptedException {
        run("xdotool", "key", key);
    }

    /// Waits until something is drawn and two looks at the screen see the same.
    void settle() throws IOException, InterruptedException {
        Path look = Program.artefact("look.png");
        var before = new AtomicReference<>(new byte[0]);
        Waiting.until(
                "the screen stands still",
                () -> {
                    run("import", "-window", "root", "+set", "date:create", look.toString());
                    byte[] now = Files.readAllBytes(look);
                    return now.length > DRAWN_BYTES && Arrays.equals(before.getAndSet(now), now);
                });
        Files.delete(look);
    }

    /// Photographs one window in few colours, small enough to be kept in a repository.
    void photograph(String window, Path png) throws IOException, InterruptedException {
        Files.createDirectories(png.getParent());
        run(
                "import",
                "-window",
                window,
                "+dither",
                "-colors",
                "128",
                "+set",
                "date:create",
                png.toString());
    }

    void photograph(String name) throws IOException, InterruptedException {
        run("import", "-window", "root", Program.artefact(name + ".png").toString());
    }

    private String run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        var process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
