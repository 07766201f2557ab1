package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.ImageSpan;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Lays conversations out as prompts that fit a model's context.
///
/// Safe for several threads.
///
/// @param encoder template and tokenizer
/// @param info the model's context and pictures
/// @param config how many tokens a picture takes
record PromptLayout(PromptEncoder encoder, ModelInfo info, LlavaConfig config) {
    /// At least this part of the context is left to an answer that may be as long.
    private static final int ANSWER_SHARE = 4;

    /// A conversation, or what of it fits, as a prompt.
    ///
    /// @param pictures those that the prompt shows, in its order
    record Layout(EncodedPrompt prompt, List<Picture> pictures) {
        int length() {
            return prompt.ids().length;
        }

        /// The positions of the last answer: targets without a gap.
        BitSet answerTargets() {
            var targets = prompt.targets();
            targets.clear(0, targets.previousClearBit(targets.length() - 1) + 1);
            return targets;
        }

        TokenUsage usage(int newTokens) {
            int images = prompt.images().stream().mapToInt(ImageSpan::length).sum();
            return new TokenUsage(length(), images, newTokens);
        }
    }

    /// The whole conversation with the beginning of an answer, or with the open one that it ends
    /// with.
    ///
    /// @throws UnsupportedModelException if it has pictures and the model takes none
    Layout whole(List<Turn> conversation) throws TemplateException, UnsupportedModelException {
        boolean open = !conversation.isEmpty() && conversation.getLast().role() == Role.ASSISTANT;
        return encoded(
                conversation, open ? Continuation.OPEN_ANSWER : Continuation.GENERATION_PROMPT);
    }

    /// The whole conversation with an answer to it, as training sees it.
    Layout answered(List<Turn> conversation, String answer)
            throws TemplateException, UnsupportedModelException {
        var answered = new ArrayList<>(conversation);
        answered.add(Turn.assistant(answer));
        return encoded(answered, Continuation.NONE);
    }

    /// What is left of a conversation that is to fit the context together with an answer to it.
    List<Turn> turnsFitting(List<Turn> conversation, String answer)
            throws TemplateException, UnsupportedModelException {
        var kept = new ArrayList<>(conversation);
        while (answered(kept, answer).length() > info.contextLength() && dropOldest(kept)) {
            // Until it fits, or nothing more can go.
        }
        return List.copyOf(kept);
    }

    private Layout encoded(List<Turn> conversation, Continuation continuation)
            throws TemplateException, UnsupportedModelException {
        var pictures = conversation.stream().flatMap(turn -> turn.pictures().stream()).toList();
        if (!pictures.isEmpty() && !info.acceptsPictures()) {
            throw new UnsupportedModelException(
                    UnsupportedModelException.Reason.BLIND,
                    info.name(),
                    List.of("questions without pictures"));
        }
        var messages =
                conversation.stream()
                        .map(turn -> new Message(turn.role(), turn.pictures().size(), turn.text()))
                        .toList();
        var tokens = pictures.stream().mapToInt(p -> tokens(p, pictures.size())).toArray();
        return new Layout(encoder.encode(messages, continuation, tokens), pictures);
    }

    private int tokens(Picture picture, int pictures) {
        return PictureLayout.of(config, picture.width(), picture.height(), pictures).rows();
    }

    /// The conversation without as many of its oldest exchanges as it takes to leave room for an
    /// answer. System turns, the last question and an answer to it stay; the result may still be
    /// too long.
    Layout fitting(List<Turn> conversation, int newTokens)
            throws TemplateException, UnsupportedModelException {
        int room = Math.min(newTokens, info.contextLength() / ANSWER_SHARE);
        var kept = new ArrayList<>(conversation);
        var layout = whole(kept);
        while (layout.length() + room > info.contextLength() && dropOldest(kept)) {
            layout = whole(kept);
        }
        return layout;
    }

    /// Drops the oldest question and what follows it up to the next.
    ///
    /// @return false if no question but the last is left
    private static boolean dropOldest(List<Turn> turns) {
        int oldest = 0;
        while (turns.get(oldest).role() == Role.SYSTEM) {
            oldest++;
        }
        if (turns.get(oldest).role() == Role.USER
                && turns.stream().filter(turn -> turn.role() == Role.USER).count() == 1) {
            return false;
        }
        do {
            turns.remove(oldest);
        } while (turns.get(oldest).role() != Role.USER && oldest < turns.size() - 1);
        return true;
    }
}
