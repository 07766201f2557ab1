package dev.nunchi.app.service;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerMemory;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.PictureUse;

import java.util.List;

/// What is worth knowing of an answer as long as the program runs: more than the store keeps.
///
/// @param model the model's name
/// @param device where it ran
/// @param pictures those that the prompt showed, in its order
public record AnswerDetail(
        String model, String device, List<PictureUse> pictures, AnswerMemory memory) {
    public AnswerDetail {
        pictures = List.copyOf(pictures);
    }

    static AnswerDetail of(Answer answer, ModelInfo info) {
        return new AnswerDetail(info.name(), info.device(), answer.pictures(), answer.memory());
    }
}
