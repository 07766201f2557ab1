package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Sample;

import java.util.ArrayList;
import java.util.List;

/// Samples to learn from and samples to check with, told apart by the hash of their pictures'
/// names: the same picture is always on the same side.
record Split(List<Sample> training, List<Sample> validation) {
    private static final int PARTS = 10_000;

    static Split byName(List<Sample> samples, double share) {
        var training = new ArrayList<Sample>();
        var validation = new ArrayList<Sample>();
        for (var sample : samples) {
            var name = sample.picture().map(p -> p.getFileName().toString()).orElse(sample.id());
            int part = Math.floorMod(name.hashCode() * 0x9E3779B9, PARTS);
            (part < share * PARTS ? validation : training).add(sample);
        }
        return new Split(training, validation);
    }
}
