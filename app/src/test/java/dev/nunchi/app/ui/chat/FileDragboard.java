package dev.nunchi.app.ui.chat;

import javafx.scene.input.DataFormat;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A drag board that holds files, as a file manager would offer it: the headless platform has no
/// drag between windows. JavaFX makes drag boards by inner classes only, which tests may not name.
final class FileDragboard {
    private FileDragboard() {}

    static Dragboard of(Path... files) {
        List<File> held = Stream.of(files).map(Path::toFile).toList();
        try {
            var peerType = Class.forName("com.sun.javafx.tk.TKClipboard");
            var peer =
                    Proxy.newProxyInstance(
                            peerType.getClassLoader(),
                            new Class<?>[] {peerType},
                            (_, method, arguments) -> answer(method.getName(), arguments, held));
            return (Dragboard)
                    Class.forName("com.sun.javafx.scene.input.DragboardHelper")
                            .getMethod("createDragboard", peerType)
                            .invoke(null, peer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JavaFX makes drag boards in another way now", e);
        }
    }

    private static @Nullable Object answer(
            String method, Object @Nullable [] arguments, List<File> held) {
        boolean ofFiles = arguments != null && DataFormat.FILES.equals(arguments[0]);
        return switch (method) {
            case "getContentTypes" -> Set.of(DataFormat.FILES);
            case "hasContent" -> ofFiles;
            case "getContent" -> ofFiles ? held : null;
            case "getTransferModes" -> Set.of(TransferMode.COPY);
            default -> null;
        };
    }
}
