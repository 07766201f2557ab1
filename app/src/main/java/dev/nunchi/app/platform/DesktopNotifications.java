package dev.nunchi.app.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Notifications of the desktop, made by its own small program where it has one: `notify-send`
/// speaks to `org.freedesktop.Notifications`, `osascript` to macOS. Windows has none, so there the
/// window alone tells.
public final class DesktopNotifications implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopNotifications.class);

    private final List<String> command;

    private DesktopNotifications(List<String> command) {
        this.command = command;
    }

    /// Those of the system that the program runs on.
    public static DesktopNotifications ofThisSystem() {
        return of(OperatingSystem.current(), Programs.folders());
    }

    /// @param folders where programs are looked for
    static DesktopNotifications of(OperatingSystem system, List<Path> folders) {
        return new DesktopNotifications(
                switch (system) {
                    case LINUX ->
                            Programs.find("notify-send", folders)
                                    .map(found ->
                                            List.of(found, "--app-name=Nunchi", "--icon=nunchi"))
                                    .orElse(List.of());
                    case MAC ->
                            Programs.find("osascript", folders)
                                    .map(DesktopNotifications::script)
                                    .orElse(List.of());
                    case WINDOWS -> List.of();
                });
    }

    /// The words come as arguments, so that they are never part of the script.
    private static List<String> script(String program) {
        return List.of(
                program,
                "-e",
                "on run argv",
                "-e",
                "display notification (item 2 of argv) with title (item 1 of argv)",
                "-e",
                "end run");
    }

    @Override
    public void tell(String title, String body) {
        if (command.isEmpty()) {
            return;
        }
        var words = new ArrayList<>(command);
        words.add(title);
        words.add(asText(body));
        try {
            new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debug("The desktop cannot be told", e);
        }
    }

    /// Some desktops read the body as markup:
    /// https://specifications.freedesktop.org/notification-spec/latest/markup.html
    private static String asText(String body) {
        return OperatingSystem.current() == OperatingSystem.LINUX
                ? body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                : body;
    }
}
