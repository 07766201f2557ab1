package dev.nunchi.engine.data;

import java.util.List;

/// What a file or a folder holds to learn from, checked.
///
/// @param samples those that can be learnt from, in the order of the file
/// @param problems in the order of the file; the rows that they leave out are not among the samples
/// @param hash SHA-256, in hexadecimal, of the samples' words and their pictures' names and sizes
public record Dataset(List<Sample> samples, List<RowProblem> problems, String hash) {
    public Dataset {
        samples = List.copyOf(samples);
        problems = List.copyOf(problems);
    }
}
