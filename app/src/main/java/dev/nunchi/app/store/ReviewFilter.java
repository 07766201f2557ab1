package dev.nunchi.app.store;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.engine.data.SampleType;

import java.util.Optional;

/// Which rows of a set: those that meet all that is asked.
///
/// @param standing what the reviewer at the desk has made of them
/// @param check that found something in them
/// @param words each occurs in the row as it was imported; blank for any
public record ReviewFilter(
        Standing standing, Optional<SampleType> kind, Optional<CheckName> check, String words) {
    /// Every row.
    public static final ReviewFilter ALL =
            new ReviewFilter(Standing.ANY, Optional.empty(), Optional.empty(), "");

    /// What has become of a row so far.
    public enum Standing {
        ANY,
        UNDECIDED,
        ACCEPTED,
        EDITED,
        REJECTED
    }

    public ReviewFilter withStanding(Standing other) {
        return new ReviewFilter(other, kind, check, words);
    }

    public ReviewFilter withKind(Optional<SampleType> other) {
        return new ReviewFilter(standing, other, check, words);
    }

    public ReviewFilter withCheck(Optional<CheckName> other) {
        return new ReviewFilter(standing, kind, other, words);
    }

    public ReviewFilter withWords(String other) {
        return new ReviewFilter(standing, kind, check, other);
    }
}
