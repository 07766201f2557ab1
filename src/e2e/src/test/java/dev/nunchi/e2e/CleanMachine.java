package dev.nunchi.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Debian that holds nothing but itself, below a folder. Programs take that folder for their
/// whole file system; they share this machine's screen and network.
record CleanMachine(Path root) {
    /// Mounts disappear with the process that made them, however it ends.
    private static final String ENTER =
            """
            set -e
            root=$1 account=$2
            shift 2
            # Its own mount, as the root of a machine is: Java asks mounts for their free space.
            mount --bind "$root" "$root"
            mount --rbind /proc "$root/proc"
            mount --rbind /dev "$root/dev"
            if [ -d /tmp/.X11-unix ]; then
                mkdir -p "$root/tmp/.X11-unix"
                mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
            fi
            exec chroot --userspec="$account" "$root" env -i "$@"
            """;

    private static final String PATH = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    private static final List<String> PERSON = List.of("person:person", PATH, "HOME=/home/person");

    /// What a finished command said, its errors among it.
    record Result(int exitCode, String said) {}

    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && Stream.of("debootstrap", "unshare", "chroot").allMatch(Program::has);
    }

    static CleanMachine make(Path folder) throws IOException, InterruptedException {
        var log = Program.artefact("clean-root.txt");
        var process =
                new ProcessBuilder(
                                Program.repository().resolve("packaging/clean-root").toString(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
        return new CleanMachine(folder);
    }

    /// Where a file of that machine lies on this one.
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /// Runs a command of its administrator to the end, with this machine's way to the network.
    Result administer(String... command) throws IOException, InterruptedException {
        var environment = new ArrayList<>(List.of("root:root", PATH, "HOME=/root"));
        environment.add("DEBIAN_FRONTEND=noninteractive");
        for (var variable : List.of("http_proxy", "https_proxy", "no_proxy")) {
            String value = System.getenv(variable);
            if (value != null) {
                environment.add(variable + "=" + value);
            }
        }
        return finish(builder(environment, command));
    }

    /// Runs a command of a person with an account to the end.
    ///
    /// @param environment besides home and path
    Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return finish(builder(person(environment), command));
    }

    /// Starts a program of that person and lets it run.
    Process start(Map<String, String> environment, String log, String... command)
            throws IOException {
        return builder(person(environment), command)
                .redirectOutput(Program.artefact(log).toFile())
                .start();
    }

    private static List<String> person(Map<String, String> environment) {
        var all = new ArrayList<>(PERSON);
        environment.forEach((name, value) -> all.add(name + "=" + value));
        return all;
    }

    private ProcessBuilder builder(List<String> accountAndEnvironment, String... command) {
        var all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ENTER, "enter"));
        all.add(root.toString());
        all.addAll(accountAndEnvironment);
        all.addAll(List.of(command));
        return new ProcessBuilder(all).redirectErrorStream(true);
    }

    private static Result finish(ProcessBuilder builder) throws IOException, InterruptedException {
        Path said = Files.createTempFile("said", ".txt");
        try {
            int exitCode = builder.redirectOutput(said.toFile()).start().waitFor();
            return new Result(exitCode, Files.readString(said));
        } finally {
            Files.delete(said);
        }
    }
}
