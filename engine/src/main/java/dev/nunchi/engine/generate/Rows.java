package dev.nunchi.engine.generate;

/// Neighbouring rows of a decoder's cache.
///
/// @param first of them, from 0
/// @param count `>= 1`
record Rows(int first, int count) {
    static Rows one(int row) {
        return new Rows(row, 1);
    }

    /// The row behind the last.
    int end() {
        return first + count;
    }
}
