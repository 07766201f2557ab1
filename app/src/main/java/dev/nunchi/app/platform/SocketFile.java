package dev.nunchi.app.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the socket of a window lies, and whose it is.
final class SocketFile {
    private static final String NAME = "nunchi.sock";

    // sun_path of struct sockaddr_un holds 104 bytes on macOS and 108 elsewhere, with a zero:
    // https://man7.org/linux/man-pages/man7/unix.7.html
    private static final int MAX_BYTES = 100;
    private static final int DIGITS = 16;

    private SocketFile() {}

    /// In the folder for state; where its name is too long for a socket, in a folder of the
    /// system's temporary ones that only its owner may enter.
    static Path of(Path state) throws IOException {
        Path usual = state.toAbsolutePath().resolve(NAME);
        if (usual.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return usual;
        }
        Path folder =
                Path.of(System.getProperty("java.io.tmpdir")).resolve("nunchi-" + digest(usual));
        createPrivately(folder);
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self(state))) {
            throw new IOException("the folder of the socket belongs to somebody else");
        }
        return folder.resolve(NAME);
    }

    private static void createPrivately(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (isPosix(folder)) {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        } else {
            Files.createDirectory(folder);
        }
    }

    /// Leaves a socket to its owner alone.
    static void closeToOthers(Path socket) throws IOException {
        if (isPosix(socket)) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /// Who runs this program, as the file system names them.
    ///
    /// @param folder a file is made in it to see
    static UserPrincipal self(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "nunchi", ".owner");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String digest(Path path) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
