package dev.nunchi.engine.data;

import java.util.Locale;
import java.util.Optional;

/// What a sample teaches: the paper's three kinds of instructions, and captions.
///
/// [Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 3.
public enum SampleType {
    /// Questions and answers about what is seen.
    CONVERSATION,
    /// A long description.
    DETAIL,
    /// An answer that takes reasoning beyond what is seen.
    COMPLEX,
    /// A sentence about the picture, as stage 1 learns from.
    CAPTION;

    /// The type as data files and options spell it: `conversation`, `detail`, `complex`, `caption`.
    ///
    /// @param word in any case; the names of LLaVA's files (`detail_23k`, `complex_reasoning`)
    ///   count
    /// @return empty if the word names no type
    public static Optional<SampleType> parse(String word) {
        String first = word.strip().toLowerCase(Locale.ROOT).replaceFirst("[._-].*", "");
        for (var type : values()) {
            if (first.equals(type.word())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The type as files and options spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
