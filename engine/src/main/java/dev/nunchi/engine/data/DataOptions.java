package dev.nunchi.engine.data;

import java.nio.file.Path;
import java.util.Optional;

/// How data files are read.
///
/// @param seed of the questions that are drawn for captions
/// @param pictures the folder that pictures' names are relative to; if empty, they are looked for
///   beside the data file and in the folders that are usual for its layout
public record DataOptions(long seed, CaptionForm captions, Optional<Path> pictures) {
    /// What is done to captions before they are learnt.
    public enum CaptionForm {
        /// They become sentences: see [CaptionText#tidy].
        TIDIED,
        /// They stay as they are written, but for white space at both ends.
        AS_WRITTEN
    }

    /// Seed 0, tidied captions, pictures near the file.
    public static DataOptions defaults() {
        return new DataOptions(0, CaptionForm.TIDIED, Optional.empty());
    }

    public DataOptions withSeed(long seed) {
        return new DataOptions(seed, captions, pictures);
    }

    public DataOptions withCaptions(CaptionForm form) {
        return new DataOptions(seed, form, pictures);
    }

    public DataOptions withPictures(Path folder) {
        return new DataOptions(seed, captions, Optional.of(folder));
    }
}
