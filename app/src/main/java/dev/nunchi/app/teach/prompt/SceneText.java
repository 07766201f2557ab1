package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import java.util.List;

/// Scenes and conversations as language models are shown them.
record SceneText(TeachingLanguage language) {
    /// The captions and boxes of a picture.
    String scene(List<String> captions, List<Box> boxes) {
        var text = new StringBuilder();
        if (!captions.isEmpty()) {
            text.append(language == TeachingLanguage.KO ? "설명:\n" : "Captions:\n");
            captions.forEach(caption -> text.append(caption).append('\n'));
        }
        if (!boxes.isEmpty()) {
            text.append(captions.isEmpty() ? "" : "\n");
            text.append(language == TeachingLanguage.KO ? "물체:\n" : "Objects:\n");
            boxes.forEach(box -> text.append(box.symbols()).append('\n'));
        }
        return text.toString().strip();
    }

    /// A conversation in the form that answers are to have.
    String conversation(List<SampleTurn> turns) {
        var text = new StringBuilder();
        for (var turn : turns) {
            text.append(label(turn.role())).append(' ').append(turn.text()).append("\n\n");
        }
        return text.toString().strip();
    }

    private String label(Role role) {
        boolean korean = language == TeachingLanguage.KO;
        return role == Role.USER ? korean ? "질문:" : "Question:" : korean ? "답변:" : "Answer:";
    }
}
