package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A file system of its own that is easily filled: in memory, a few megabytes, a few files.
///
/// @param path where it is mounted
record SmallDisk(Path path) {
    private static final String BALLAST = "ballast";
    private static final int SECONDS = 10;

    /// Mounts it; the test is skipped where that is not permitted.
    ///
    /// @param path an empty folder
    static SmallDisk mount(Path path, int megabytes, int files) throws Exception {
        String size = "size=%dm,nr_inodes=%d".formatted(megabytes, files);
        boolean mounted =
                Files.isExecutable(Path.of("/bin/mount"))
                        && run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path.toString());
        assumeTrue(mounted, "a file system cannot be mounted here: that takes root on Linux");
        return new SmallDisk(path);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /// Takes all bytes but some.
    void fill(int left) {
        try {
            long usable = Files.getFileStore(path).getUsableSpace();
            Files.write(path.resolve(BALLAST), new byte[Math.toIntExact(usable - left)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes all entries for files but some; bytes are left.
    void crowd(int left) {
        try {
            var folder = Files.createDirectory(path.resolve(BALLAST));
            int made = 0;
            while (isRoomFor(folder.resolve("" + made))) {
                made++;
            }
            for (int i = 0; i < left; i++) {
                Files.delete(folder.resolve("" + i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoomFor(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Gives back what was taken.
    void free() throws Exception {
        run("rm", "-r", path.resolve(BALLAST).toString());
    }

    void unmount() throws Exception {
        run("umount", path.toString());
    }
}
