package dev.nunchi.engine.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// In which proportion the types of samples are learnt.
///
/// The paper's chat model draws its three types with equal chances, though it has more of some
/// ([Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 4.2).
///
/// @param weights above 0; a type that is not there is not learnt
public record Mix(Map<SampleType, Double> weights) {
    public Mix {
        if (weights.isEmpty() || weights.values().stream().anyMatch(w -> !(w > 0) || w > 1e9)) {
            throw new IllegalArgumentException("expected weights above 0, found " + weights);
        }
        weights = Map.copyOf(weights);
    }

    /// Reads `conversation=1,detail=1,complex=1`; a weight of 0 is like leaving the type out.
    ///
    /// @return empty if a type is unknown or named twice, a weight is no number of 0 or more, or
    ///   all are 0
    public static Optional<Mix> parse(String text) {
        var weights = new EnumMap<SampleType, Double>(SampleType.class);
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            var type = SampleType.parse(part.substring(0, equals));
            var weight = weight(part.substring(equals + 1));
            if (type.isEmpty() || weight.isEmpty() || weights.containsKey(type.get())) {
                return Optional.empty();
            }
            weights.put(type.get(), weight.get());
        }
        weights.values().removeIf(weight -> weight == 0);
        return weights.isEmpty() ? Optional.empty() : Optional.of(new Mix(weights));
    }

    private static Optional<Double> weight(String text) {
        try {
            double weight = Double.parseDouble(text.strip());
            return weight >= 0 && weight <= 1e9 ? Optional.of(weight) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Whether samples of a type are learnt.
    public boolean has(SampleType type) {
        return weights.containsKey(type);
    }

    /// Draws an epoch in this proportion, as [#draw] does.
    public List<Sample> apply(List<Sample> samples, long seed) {
        var types = samples.stream().map(Sample::type).toList();
        return IntStream.of(draw(types, seed)).mapToObj(samples::get).toList();
    }

    /// Draws an epoch in this proportion, as long as the samples that have a weight.
    ///
    /// A type that is drawn more often than it has samples is repeated in whole passes, one that is
    /// drawn less often loses some by chance; types that the data do not have leave their share to
    /// the others.
    ///
    /// @param types of the samples
    /// @return the samples' places in `types`, in random order; the same for the same types and
    ///   seed
    public int[] draw(List<SampleType> types, long seed) {
        var byType = new EnumMap<SampleType, List<Integer>>(SampleType.class);
        for (int i = 0; i < types.size(); i++) {
            if (has(types.get(i))) {
                byType.computeIfAbsent(types.get(i), _ -> new ArrayList<>()).add(i);
            }
        }
        var random = new Random(seed);
        var epoch = new ArrayList<Integer>();
        var shares = shares(byType);
        byType.forEach((type, some) -> draw(some, shares.getOrDefault(type, 0), random, epoch));
        Collections.shuffle(epoch, random);
        return epoch.stream().mapToInt(i -> i).toArray();
    }

    /// How many of each type; the last type takes what rounding leaves.
    private Map<SampleType, Integer> shares(Map<SampleType, List<Integer>> byType) {
        int left = byType.values().stream().mapToInt(List::size).sum();
        double weightLeft =
                byType.keySet().stream().mapToDouble(type -> weights.getOrDefault(type, 0.0)).sum();
        var shares = new EnumMap<SampleType, Integer>(SampleType.class);
        for (var type : byType.keySet()) {
            double weight = weights.getOrDefault(type, 0.0);
            int share = (int) Math.min(left, Math.round(left * weight / weightLeft));
            shares.put(type, share);
            left -= share;
            weightLeft -= weight;
        }
        return shares;
    }

    private static void draw(List<Integer> samples, int count, Random random, List<Integer> epoch) {
        int left = count;
        while (left > 0) {
            var pass = new ArrayList<>(samples);
            Collections.shuffle(pass, random);
            int taken = Math.min(left, pass.size());
            epoch.addAll(pass.subList(0, taken));
            left -= taken;
        }
    }
}
