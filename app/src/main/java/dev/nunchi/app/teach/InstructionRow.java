package dev.nunchi.app.teach;

import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;

import java.util.List;

/// A conversation about a picture, with what it was written from and who wrote it.
///
/// @param id unique in its file
/// @param scene what the teacher was told
/// @param turns user and assistant in turn, the assistant last; without the picture's marker
public record InstructionRow(
        String id, Scene scene, SampleType type, List<SampleTurn> turns, Provenance provenance) {
    public InstructionRow {
        turns = List.copyOf(turns);
    }

    /// The same row with other words.
    public InstructionRow withTurns(List<SampleTurn> value) {
        return new InstructionRow(id, scene, type, value, provenance);
    }
}
