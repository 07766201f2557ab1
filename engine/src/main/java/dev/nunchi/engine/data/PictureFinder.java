package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.image.PictureReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Finds the pictures that rows name, in a few folders and nowhere else.
///
/// A name may lead through links that the folder's owner made, but not with `..` or from the root
/// of the file system to a file outside of the folders.
///
/// @param folders absolute and normalised; the first that has the file wins
record PictureFinder(List<Path> folders) {
    /// @return absolute
    Path find(String name) throws RefusedRowException {
        boolean inside = false;
        for (var folder : folders) {
            Path file = resolve(folder, name);
            if (!file.startsWith(folder)) {
                continue;
            }
            inside = true;
            if (Files.isRegularFile(file)) {
                check(file, name);
                return file;
            }
        }
        throw new RefusedRowException(
                inside ? Reason.PICTURE_MISSING : Reason.PICTURE_OUTSIDE, shortened(name));
    }

    private static Path resolve(Path folder, String name) throws RefusedRowException {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException _) {
            throw new RefusedRowException(Reason.PICTURE_MISSING, shortened(name));
        }
    }

    private static void check(Path file, String name) throws RefusedRowException {
        try {
            switch (PictureReader.outlook(file)) {
                case DECODABLE -> {}
                case TOO_LARGE ->
                        throw new RefusedRowException(Reason.PICTURE_TOO_LARGE, shortened(name));
                case UNSUPPORTED ->
                        throw new RefusedRowException(Reason.PICTURE_UNSUPPORTED, shortened(name));
            }
        } catch (IOException _) {
            throw new RefusedRowException(Reason.PICTURE_MISSING, shortened(name));
        }
    }

    private static String shortened(String name) {
        return Words.shortened(name);
    }
}
