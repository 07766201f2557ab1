package dev.nunchi.app.ui.chat;

import com.sun.javafx.scene.input.DragboardHelper;
import com.sun.javafx.tk.TKClipboard;

import javafx.scene.input.DataFormat;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A drag board that holds files, as a file manager would offer it: the headless platform has no
/// drag between windows.
final class FileDragboard {
    private FileDragboard() {}

    static Dragboard of(Path... files) {
        List<File> held = Stream.of(files).map(Path::toFile).toList();
        var peer =
                (TKClipboard)
                        Proxy.newProxyInstance(
                                TKClipboard.class.getClassLoader(),
                                new Class<?>[] {TKClipboard.class},
                                (_, method, arguments) ->
                                        switch (method.getName()) {
                                            case "getContentTypes" -> Set.of(DataFormat.FILES);
                                            case "hasContent" -> arguments[0] == DataFormat.FILES;
                                            case "getContent" ->
                                                    arguments[0] == DataFormat.FILES ? held : null;
                                            case "getTransferModes" -> Set.of(TransferMode.COPY);
                                            default -> null;
                                        });
        return DragboardHelper.createDragboard(peer);
    }
}
