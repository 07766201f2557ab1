package dev.nunchi.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `./nunchi` with a home of its own.
///
/// @param home what `NUNCHI_HOME` names
record Program(Path home) {
    /// Longer than the first use of the default model takes on two slow cores.
    private static final long PATIENCE_SECONDS = 300;

    /// What a finished command left.
    record Result(int exitCode, String out, String err) {}

    static Path repository() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isExecutable(dir.resolve("nunchi"))) {
                return dir;
            }
        }
        throw new IllegalStateException("no ./nunchi above the working directory");
    }

    static Path sample(String name) {
        return repository().resolve("assets/samples").resolve(name + ".jpg");
    }

    /// Where screenshots and logs of the tests go.
    static Path artefact(String name) throws IOException {
        var folder = Files.createDirectories(repository().resolve("src/e2e/target/artefacts"));
        return folder.resolve(name);
    }

    /// Whether a tool that a test needs is there.
    static boolean has(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /// Runs a verb to its end, from a folder that is not the repository.
    Result run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    /// @param wrapper a command that runs the program, such as `strace`
    Result run(List<String> wrapper, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            var process =
                    builder(wrapper, Map.of(), arguments)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end of " + List.of(arguments));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Starts it and lets it run; its output goes into a file for later.
    Process start(Map<String, String> environment, String log, String... arguments)
            throws IOException {
        return builder(List.of(), environment, arguments)
                .redirectErrorStream(true)
                .redirectOutput(artefact(log).toFile())
                .start();
    }

    /// Presses Ctrl+C.
    ///
    /// @return its exit code
    /// @throws IOException if it goes on: a shell that starts a job in the background lets it
    ///   ignore SIGINT, and all that the job starts
    static int interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("SIGINT did not end it; is it ignored here?");
        }
        return process.exitValue();
    }

    private ProcessBuilder builder(
            List<String> wrapper, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(wrapper);
        command.add(repository().resolve("nunchi").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(Files.createDirectories(home).toFile());
        builder.environment().put("NUNCHI_HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder;
    }
}
