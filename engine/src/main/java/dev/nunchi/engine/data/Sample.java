package dev.nunchi.engine.data;

import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A conversation to learn from, about one picture or none.
///
/// @param id unique in its data set
/// @param picture an existing file, absolute; belongs to the first turn of the user, where the chat
///   template puts it
/// @param turns user and assistant in turn, the assistant last, after at most one system turn. A
///   caption may be one turn of the assistant alone: the plain form of stage 1, which is the
///   picture, the caption and a line break
public record Sample(String id, Optional<Path> picture, SampleType type, List<SampleTurn> turns) {
    public Sample {
        turns = List.copyOf(turns);
    }

    /// A caption with the question that it answers.
    public static Sample caption(String id, Path picture, String question, String caption) {
        return new Sample(
                id,
                Optional.of(picture),
                SampleType.CAPTION,
                List.of(
                        new SampleTurn(Role.USER, question),
                        new SampleTurn(Role.ASSISTANT, caption)));
    }

    /// The first thing that the assistant says.
    public String firstAnswer() {
        return turns.stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .findFirst()
                .map(SampleTurn::text)
                .orElseThrow();
    }
}
