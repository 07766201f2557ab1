package dev.nunchi.app.download;

import java.util.List;

/// A model that can be downloaded.
///
/// @param id what it is called on the command line and in the library
/// @param name for people
/// @param form how its weights are stored
/// @param parameters about
/// @param bytes of the download, about: what the server says counts
/// @param licence its name, as the repository states it
/// @param languages in which it answers well, as BCP 47 tags
/// @param repository where it is kept on the server, as `owner/name`
/// @param required patterns of file names that must each be there
/// @param optional patterns of file names that are taken along
public record CatalogueModel(
        String id,
        String name,
        Purpose purpose,
        Form form,
        long parameters,
        long bytes,
        String licence,
        List<String> languages,
        String repository,
        List<String> required,
        List<String> optional) {
    public CatalogueModel {
        languages = List.copyOf(languages);
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }

    /// What a model is good for.
    public enum Purpose {
        /// Small and quick, on any computer.
        QUICK,
        /// General questions about one picture.
        GENERAL,
        /// Small things and writing in a picture.
        DETAIL,
        /// Documents, diagrams, several pictures.
        BROAD,
        /// To train on, whole.
        TRAINING
    }

    /// How weights are stored.
    public enum Form {
        /// 16 bits a weight; an import can pack them to 4.
        HALF,
        /// About 4 bits a weight.
        PACKED
    }

    // Floats become float32 when a model opens; 4-bit codes come with a float32 scale and minimum
    // for each 32 weights, and some matrices keep more bits.
    private static final double OPEN_HALF = 4;
    private static final double OPEN_PACKED = 0.8;

    // 4 bits with a scale and a minimum for each 32 weights, the vision part in 8, against 16.
    private static final double PACKED_SHARE = 0.4;

    // Context and activations, and the program itself; the library tells it better once a model's
    // files are there.
    private static final double OVER_WEIGHTS = 1.15;
    private static final long BASE_BYTES = 400_000_000;

    /// Bytes of memory that it takes to answer, about, if it is imported as it is.
    public long memory() {
        return switch (form) {
            case HALF -> answering(parameters * OPEN_HALF);
            case PACKED -> packedMemory();
        };
    }

    /// Bytes of memory that it takes to answer, about, in 4 bits.
    public long packedMemory() {
        return answering(parameters * OPEN_PACKED);
    }

    /// Bytes that an import of it writes to the disk beside what was downloaded, about.
    ///
    /// @param downloaded bytes
    long imported(long downloaded) {
        return switch (form) {
            case HALF -> Math.round(downloaded * PACKED_SHARE);
            case PACKED -> downloaded;
        };
    }

    private static long answering(double weights) {
        return Math.round(weights * OVER_WEIGHTS) + BASE_BYTES;
    }
}
