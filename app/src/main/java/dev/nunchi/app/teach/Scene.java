package dev.nunchi.app.teach;

import java.nio.file.Path;
import java.util.List;

/// A picture in symbols, as a teacher without eyes gets it: the paper's captions and boxes.
///
/// @param picture an existing file, absolute
/// @param captions sentences about the picture, of people or of a model; may be empty
/// @param boxes may be empty; one for each thing, as far as the data marks things
public record Scene(Path picture, List<String> captions, List<Box> boxes) {
    public Scene {
        captions = List.copyOf(captions);
        boxes = List.copyOf(boxes);
    }
}
