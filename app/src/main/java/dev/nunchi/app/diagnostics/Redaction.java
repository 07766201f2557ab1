package dev.nunchi.app.diagnostics;

import dev.nunchi.app.platform.AppFolders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of a text what tells who somebody is or what they keep: folders, user and host name,
/// keys, names of pictures.
final class Redaction {
    private static final Pattern PATH =
            Pattern.compile("(?<![\\w./~>])(/(?:[^\\s/:]+/)+[^\\s:]*|[A-Za-z]:[\\\\/]\\S+)");
    private static final Pattern PICTURE =
            Pattern.compile("(?i)\\S+\\.(jpe?g|png|webp|gif|bmp|heic|avif|tiff?|ico|svg)\\b");
    private static final Pattern KEY =
            Pattern.compile(
                    "(?i)\\b(sk|pk|hf|ghp|xox[a-z])[-_]\\S{6,}|\\bbearer\\s+\\S+"
                            + "|\\b(?=\\w*\\d)(?=\\w*[a-z])\\w{24,}\\b");
    private static final int SHORTEST_NAME = 2;
    private static final Path HOST_NAME = Path.of("/etc/hostname");

    private final Map<String, String> literal;

    /// @param literal what to put in the place of what; longer ones come first
    private Redaction(Map<String, String> literal) {
        this.literal = literal;
    }

    /// For the person who runs the program.
    static Redaction of(AppFolders folders) {
        return of(
                folders,
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name", ""),
                host());
    }

    /// @param host may be empty
    static Redaction of(AppFolders folders, Path home, String user, String host) {
        var literal = new LinkedHashMap<String, String>();
        literal.put(folders.data().toString(), "<data>");
        literal.put(folders.config().toString(), "<config>");
        literal.put(folders.cache().toString(), "<cache>");
        literal.put(folders.state().toString(), "<state>");
        literal.put(home.toString(), "~");
        if (host.length() >= SHORTEST_NAME) {
            literal.put(host, "<host>");
        }
        if (user.length() >= SHORTEST_NAME) {
            literal.put(user, "<user>");
        }
        return new Redaction(literal);
    }

    /// Asks no name server: that would be a use of the network.
    private static String host() {
        var environment = System.getenv();
        String named =
                environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
        if (!named.isEmpty() || !Files.isReadable(HOST_NAME)) {
            return named;
        }
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "";
        }
    }

    String apply(String text) {
        String redacted = text;
        for (var entry : literal.entrySet()) {
            var whole = Pattern.compile("(?<![\\w])" + Pattern.quote(entry.getKey()) + "(?![\\w])");
            redacted =
                    whole.matcher(redacted).replaceAll(Matcher.quoteReplacement(entry.getValue()));
        }
        redacted = PICTURE.matcher(redacted).replaceAll("<picture>");
        redacted = PATH.matcher(redacted).replaceAll("<path>");
        return KEY.matcher(redacted).replaceAll("<key>");
    }

    static boolean namesPicture(String text) {
        return PICTURE.matcher(text).find();
    }
}
