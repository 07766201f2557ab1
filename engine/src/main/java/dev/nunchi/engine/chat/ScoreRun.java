package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.TokenScore;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.Unrecognisable;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a model what it thinks of a given answer.
///
/// @param variant of the model, the one that is asked
record ScoreRun(LocalModel model, Variant variant, CancelToken cancel) {
    /// The answer's tokens with the end of the turn; nothing of the conversation is left out.
    ///
    /// @return fewer tokens if cancelled
    /// @throws DataException if they do not fit the context
    List<TokenScore> score(List<Turn> conversation, String answer) throws EngineException {
        return score(requireFits(variant.layout().answered(conversation, answer)));
    }

    /// What the pictures did for each word. The oldest turns are left out where an answer leaves
    /// them out.
    ///
    /// The guess comes first: the KV cache then holds the conversation as its next question needs
    /// it.
    ///
    /// @return empty if cancelled
    /// @throws DataException if the pictures do not fit the context
    Optional<Grounding> ground(List<Turn> conversation, String answer) throws EngineException {
        var turns = variant.layout().turnsFitting(conversation, answer);
        var layout = requireFits(variant.layout().answered(turns, answer));
        if (layout.pictures().isEmpty()) {
            throw new DataException("conversation", 0, "has no picture that fits the context");
        }
        var blind = turns.stream().map(ScoreRun::unrecognisable).toList();
        var guessed = score(variant.layout().answered(blind, answer));
        var seen = score(layout);
        return cancel.isCancelled()
                ? Optional.empty()
                : Optional.of(WordScores.group(model.tokenizer().stream(), seen, guessed));
    }

    private static Turn unrecognisable(Turn turn) {
        var pictures = turn.pictures().stream().map(Unrecognisable::of).toList();
        return new Turn(turn.role(), pictures, turn.text());
    }

    private List<TokenScore> score(PromptLayout.Layout layout) throws EngineException {
        var looked = new ArrayList<VisionEncoder.Looked>();
        var watch = new TowerEncoder.Watch(Progress.NONE, cancel);
        for (Picture picture : layout.pictures()) {
            variant.vision()
                    .orElseThrow()
                    .features(picture, layout.pictures().size(), watch)
                    .ifPresent(looked::add);
        }
        return looked.size() < layout.pictures().size()
                ? List.of()
                : variant.generator()
                        .score(PicturePrompt.of(layout, looked), layout.answerTargets(), cancel);
    }

    private PromptLayout.Layout requireFits(PromptLayout.Layout layout) throws DataException {
        int most = model.info().contextLength();
        if (layout.length() > most) {
            throw new DataException(
                    "conversation",
                    0,
                    "has %d tokens, the model reads %d".formatted(layout.length(), most));
        }
        return layout;
    }
}
