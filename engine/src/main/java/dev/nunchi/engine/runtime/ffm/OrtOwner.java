package dev.nunchi.engine.runtime.ffm;

/// A second owner of ONNX Runtime's environment, beside the Java API.
///
/// The Java API frees the environment in a shutdown hook, also while a session runs: a program that
/// was told to end in the middle of an answer crashed (3 of 4 tries). The library counts owners;
/// one that never lets go leaves the freeing to the end of the process.
public final class OrtOwner {
    private OrtOwner() {}

    /// Call it once the Java API has made the environment.
    public static void keepUntilTheProcessEnds() {
        OrtApi.ofLoadedLibrary().ifPresent(OrtApi::environment);
    }
}
