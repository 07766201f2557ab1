package dev.nunchi.engine.conformance;

/// One expected value and what became of it.
///
/// @param name the tensor's or entry's name in the case
/// @param difference the largest absolute difference; for ids, texts and bytes how many differ
/// @param limit the largest difference that passes
/// @param detail what was wrong, for people; empty when passed
public record Check(
        String name, Group group, Outcome outcome, double difference, double limit, String detail) {
    public enum Outcome {
        PASSED,
        FAILED,
        /// The file or key means nothing to this version: counts as a failure.
        UNKNOWN
    }

    /// Whether it speaks against the implementation.
    public boolean isBad() {
        return outcome != Outcome.PASSED;
    }
}
