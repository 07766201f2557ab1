package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The program in a network namespace that has not even a loopback, with every system call watched
/// that could reach a network or write a file.
@Tag("system")
class SilenceTest {
    private static final Pattern NETWORK =
            Pattern.compile("\\b(connect|sendto|sendmsg|sendmmsg|bind)\\(.*AF_INET.*");

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "\\b(?:open|openat|creat|mkdir|mkdirat|rename|renameat|renameat2)\\("
                            + "(?:AT_FDCWD, )?\"([^\"]+)\"(.*)");

    private static final Pattern FOR_WRITING =
            Pattern.compile("O_WRONLY|O_RDWR|O_CREAT|^, 0[0-7]+\\)|^, (?:AT_FDCWD, )?\"");

    @TempDir Path folder;

    @BeforeEach
    void needsToWatchSystemCalls() throws IOException, InterruptedException {
        assumeTrue(Program.has("strace") && Program.has("unshare"), "needs strace and unshare");
        var probe = new ProcessBuilder("unshare", "-n", "strace", "-qq", "true").start();
        assumeTrue(probe.waitFor() == 0, "needs to be root, and allowed to trace");
    }

    @Test
    void firstAndSecondAnswerReachNoNetworkAndWriteOnlyAtHome()
            throws IOException, InterruptedException {
        var program = new Program(folder.resolve("home"));
        var person = Files.createDirectory(folder.resolve("person"));
        for (var run : List.of("first", "second")) {
            Path trace = Program.artefact("silence-" + run + ".strace");
            var result = program.run(watched(trace, person), question());
            assertEquals(0, result.exitCode(), result.err());
            assertEquals(List.of(), matches(trace, NETWORK));
            assertEquals(List.of(), writtenElsewhere(trace, program.home()));
        }
        try (var left = Files.list(person)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static String[] question() {
        return new String[] {"ask", Program.sample("cat").toString(), "What is in this picture?"};
    }

    private static List<String> watched(Path trace, Path person) {
        return List.of(
                "unshare",
                "-n",
                "env",
                "HOME=" + person,
                "JAVA_TOOL_OPTIONS=-Duser.home=" + person,
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-s",
                "256",
                "-e",
                "trace=%network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2",
                "-o",
                trace.toString());
    }

    private static List<String> matches(Path trace, Pattern pattern) throws IOException {
        return Files.readAllLines(trace).stream().filter(l -> pattern.matcher(l).find()).toList();
    }

    private static List<String> writtenElsewhere(Path trace, Path home) throws IOException {
        var elsewhere = new TreeSet<String>();
        for (String line : Files.readAllLines(trace)) {
            var call = WRITTEN.matcher(line);
            if (call.find()
                    && !line.contains(" = -1 ")
                    && FOR_WRITING.matcher(call.group(2)).find()
                    && !isOurs(Path.of(call.group(1)), home)) {
                elsewhere.add(call.group(1));
            }
        }
        return List.copyOf(elsewhere);
    }

    private static boolean isOurs(Path file, Path home) {
        return !file.isAbsolute()
                || file.startsWith(home)
                || file.startsWith(Program.repository().resolve("app/target"))
                || file.startsWith("/dev")
                || file.startsWith("/proc/self")
                // ONNX Runtime makes this folder, keeps it empty and removes it.
                || file.toString().startsWith("/tmp/onnxruntime-java");
    }
}
