package dev.nunchi.engine.finetune;

import dev.nunchi.engine.progress.CancelToken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A tiny run in a process of its own, that can be killed.
final class RunProcess {
    private static final String NAME = "killed";

    private RunProcess() {}

    /// Starts a run below a folder, or goes on with the one that is there, to its end.
    public static void main(String[] arguments) throws Exception {
        var tiny = new TinyRun(Path.of(arguments[0]));
        long steps = Long.parseLong(arguments[1]);
        var listener = new TinyRun.Ear();
        var control = new RunControl(new CancelToken());
        var runs = tiny.training().runs();
        if (runs.isEmpty()) {
            var request = tiny.request(NAME, settings(steps));
            tiny.training().start(TinyRun.model(), request, listener, control);
        } else {
            var run = runs.getFirst().folder();
            tiny.training().resume(TinyRun.model(), run, listener, control);
        }
    }

    static RunSettings settings(long steps) {
        return TinyRun.settings(TrainingStage.ALIGNMENT, steps);
    }

    static Process fork(Path home, long steps) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dai.djl.offline=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RunProcess.class.getName(),
                                home.toString(),
                                Long.toString(steps)))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("process.log").toFile())
                .start();
    }
}
