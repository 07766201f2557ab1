package dev.nunchi.app.teach.symbolic;

import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import java.util.List;

/// A question and its answer.
record Exchange(String question, String answer) {
    List<SampleTurn> turns() {
        return List.of(new SampleTurn(Role.USER, question), new SampleTurn(Role.ASSISTANT, answer));
    }
}
