package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.Box;
import dev.nunchi.engine.data.SampleTurn;

import java.util.List;

/// A few-shot example, written by a person: a picture in symbols and the conversation that a good
/// teacher writes about it.
///
/// @param turns user and assistant in turn
public record Example(List<String> captions, List<Box> boxes, List<SampleTurn> turns) {
    public Example {
        captions = List.copyOf(captions);
        boxes = List.copyOf(boxes);
        turns = List.copyOf(turns);
    }
}
