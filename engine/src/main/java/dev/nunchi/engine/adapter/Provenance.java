package dev.nunchi.engine.adapter;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where an adapter comes from: enough to train it again.
///
/// @param baseName what the base was called where it was trained; for people
/// @param dataHash hash of the data set; empty if it was trained elsewhere
/// @param seed of the run; empty if it was trained elsewhere
/// @param settings of the run, by name, as texts; for an import what its files say of themselves
/// @param versions of the programs that took part, e.g. `nunchi`, `onnxruntime`
public record Provenance(
        String baseName,
        Optional<String> dataHash,
        OptionalLong seed,
        SortedMap<String, String> settings,
        SortedMap<String, String> versions) {
    public Provenance {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /// The same with one setting more.
    Provenance with(String name, String value) {
        var more = new TreeMap<>(settings);
        more.put(name, value);
        return new Provenance(baseName, dataHash, seed, more, versions);
    }

    /// Of an adapter that somebody else trained.
    public static Provenance imported(String baseName, Map<String, String> settings) {
        return new Provenance(
                baseName,
                Optional.empty(),
                OptionalLong.empty(),
                new TreeMap<>(settings),
                new TreeMap<>());
    }
}
