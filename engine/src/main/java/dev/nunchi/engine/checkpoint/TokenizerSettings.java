package dev.nunchi.engine.checkpoint;

import java.util.List;
import java.util.Optional;

/// What a folder says about the use of its SentencePiece model.
///
/// @param legacy whether every run of text between special tokens begins with a blank, as in
///   transformers before 4.31; only the first does otherwise
/// @param addsBegin whether texts begin with the begin token, if that is said
/// @param addsPrefixSpace whether a blank is put before a text, if that is said
/// @param added tokens besides the model's pieces, or instead of one, by ascending id
public record TokenizerSettings(
        boolean legacy,
        Optional<Boolean> addsBegin,
        Optional<Boolean> addsPrefixSpace,
        List<AddedToken> added) {

    public TokenizerSettings {
        added = List.copyOf(added);
    }

    /// A token that the model has not.
    ///
    /// @param special whether it is left out of answers
    public record AddedToken(int id, String text, boolean special) {}
}
