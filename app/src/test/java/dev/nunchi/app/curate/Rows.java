package dev.nunchi.app.curate;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Provenance;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows about a picture of a cat on a sofa.
final class Rows {
    static final Scene CAT =
            new Scene(
                    Path.of("cat.jpg"),
                    List.of("A cat sleeps on a sofa."),
                    List.of(new Box("cat", 0.314, 0.2, 0.64, 0.9), new Box("couch", 0, 0.1, 1, 1)));

    private Rows() {}

    /// @param texts question and answer in turn
    static InstructionRow of(SampleType type, String... texts) {
        return of("row", CAT, type, texts);
    }

    static InstructionRow of(String id, Scene scene, SampleType type, String... texts) {
        var turns = new ArrayList<SampleTurn>();
        for (int i = 0; i < texts.length; i++) {
            turns.add(new SampleTurn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, texts[i]));
        }
        return new InstructionRow(id, scene, type, turns, Provenance.unknown());
    }

    static InstructionRow conversation(String... texts) {
        return of(SampleType.CONVERSATION, texts);
    }
}
