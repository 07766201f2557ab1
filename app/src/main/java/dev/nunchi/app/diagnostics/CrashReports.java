package dev.nunchi.app.diagnostics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What virtual machines wrote when they ended in native code (`hs_err_pid….log`). Such a file also
/// holds the command line, the environment and pieces of memory: only a few kinds of lines of it
/// are taken, the signal, the versions and the stack.
final class CrashReports {
    private static final int MOST = 3;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_LINES = 120;
    private static final String OURS = "dev.nunchi.app.Launcher";
    private static final Pattern NAME = Pattern.compile("hs_err_pid\\d+\\.log");

    /// Of the heading; the rest of it names folders and advertises.
    private static final Pattern HEADING =
            Pattern.compile(
                    "# +(SIG|EXCEPTION_|Internal Error|Out of Memory|There is insufficient|JRE version"
                            + "|Java VM|Native memory allocation).*");

    private static final Set<String> STACKS = Set.of("Native frames:", "Java frames:");
    private static final Pattern SINGLE = Pattern.compile("(siginfo|Time|Current thread)[: ].*");

    /// One line of a stack: what kind of code, then a library with an offset, or a method.
    private static final Pattern FRAME = Pattern.compile("[JjVvACc]+ +.*");

    private static final Pattern PROBLEM = Pattern.compile("# +" + FRAME);

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private CrashReports() {}

    /// The newest ones, without what could be private; says so if there are none.
    static String in(List<Path> folders) {
        var newest =
                folders.stream()
                        .distinct()
                        .flatMap(CrashReports::reports)
                        .sorted(Comparator.comparingLong(CrashReports::age))
                        .toList();
        var ours =
                newest.stream()
                        .map(CrashReports::extract)
                        .flatMap(Optional::stream)
                        .limit(MOST)
                        .toList();
        return ours.isEmpty() ? "none\n" : String.join("\n", ours);
    }

    private static Stream<Path> reports(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static long age(Path file) {
        return -file.toFile().lastModified();
    }

    /// @return empty for a report of another program, or one that cannot be read
    private static Optional<String> extract(Path file) {
        String text;
        try (var in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        return text.contains(OURS) ? Optional.of(telling(text.lines().toList())) : Optional.empty();
    }

    private static String telling(List<String> lines) {
        var kept = new ArrayList<String>();
        String before = "";
        boolean inStack = false;
        for (String line : lines) {
            boolean head = STACKS.stream().anyMatch(line::startsWith);
            inStack = head || (inStack && !line.isBlank());
            boolean problem = before.startsWith("# Problematic frame");
            if (head
                    || (inStack && FRAME.matcher(line).matches())
                    || (problem && PROBLEM.matcher(line).matches())) {
                kept.add(line);
            } else if (HEADING.matcher(line).matches() || SINGLE.matcher(line).matches()) {
                kept.add(QUOTED.matcher(line).replaceAll("\"…\""));
            }
            before = line;
        }
        return kept.stream()
                .limit(MOST_LINES)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
