package dev.nunchi.app.judge;

import java.util.Optional;

/// One judgement as LLaVA's review files keep it.
///
/// @param question its id, as text
/// @param kind as the file spells it, e.g. `conv`; empty where it names none
/// @param reply the judge's words
/// @param scores empty if unreadable
public record Review(
        String question, Optional<String> kind, String reply, Optional<ScorePair> scores) {}
