package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.Clipboard;
import javafx.stage.FileChooser;
import javafx.stage.Window;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where pictures come from: a drop, the clipboard, the file chooser.
final class PictureSources {
    /// For the chooser only; its bytes decide what a file really is.
    private static final List<String> PATTERNS =
            List.of(
                    "*.jpg", "*.jpeg", "*.png", "*.webp", "*.gif", "*.bmp", "*.tif", "*.tiff",
                    "*.JPG", "*.JPEG", "*.PNG", "*.WEBP");

    private PictureSources() {}

    static boolean hasPictures(Clipboard board) {
        return board.hasFiles() || board.hasImage();
    }

    static List<Path> files(Clipboard board) {
        return board.hasFiles() ? board.getFiles().stream().map(File::toPath).toList() : List.of();
    }

    /// A bitmap without a file behind it, e.g. of a screenshot tool. A file manager may offer a
    /// bitmap beside its files: an icon, which is not what the person copied.
    static Optional<Bitmap> bitmap(Clipboard board) {
        return board.hasFiles() || !board.hasImage()
                ? Optional.empty()
                : Optional.ofNullable(board.getImage()).map(PictureSources::pixels);
    }

    private static Bitmap pixels(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var argb = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return Bitmap.onWhite(width, height, argb);
    }

    static List<Path> choose(Window owner, Messages messages) {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("chat.pictures.choose"));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                messages.text("chat.pictures.filter"), PATTERNS),
                        new FileChooser.ExtensionFilter(messages.text("chat.pictures.all"), "*.*"));
        var chosen = chooser.showOpenMultipleDialog(owner);
        return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
    }
}
