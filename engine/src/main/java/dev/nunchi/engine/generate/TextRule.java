package dev.nunchi.engine.generate;

import java.util.Optional;

/// What an answer may read, one character after the other: a state of a grammar.
///
/// Immutable and safe for several threads. States that allow the same text should be equal, because
/// what is found out about one is kept for the next. Characters that come in several tokens reach a
/// rule as U+FFFD, once for each part that makes none by itself.
public interface TextRule {
    /// The state after one more UTF-16 unit; empty if it may not follow.
    Optional<TextRule> after(char next);

    /// Whether the answer may end here.
    boolean mayEnd();
}
