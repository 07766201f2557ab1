package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class MixTest {
    @Test
    void weightsAreReadByTheirNames() {
        assertEquals(
                Optional.of(new Mix(Map.of(SampleType.CONVERSATION, 1.0, SampleType.DETAIL, 0.5))),
                Mix.parse("conversation=1, detail=0.5,complex=0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "detail",
                "detail=",
                "detail=-1",
                "detail=NaN",
                "detail=0",
                "poem=1",
                "detail=1,detail=2",
                "detail=1,"
            })
    void nonsenseIsNoMix(String text) {
        assertEquals(Optional.empty(), Mix.parse(text));
    }

    @Test
    void equalWeightsDrawEqualNumbers() {
        var samples = samples(60, 30, 0);
        var drawn = Mix.parse("conversation=1,detail=1,complex=1").orElseThrow().apply(samples, 7);
        assertEquals(Map.of(SampleType.CONVERSATION, 45L, SampleType.DETAIL, 45L), counts(drawn));
    }

    @Test
    void scarceTypeIsRepeatedInWholePasses() {
        var drawn = Mix.parse("conversation=1,detail=1").orElseThrow().apply(samples(60, 30, 9), 7);
        var details =
                drawn.stream()
                        .filter(sample -> sample.type() == SampleType.DETAIL)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertEquals(30, details.size());
        assertEquals(List.of(1L, 2L), details.values().stream().distinct().sorted().toList());
    }

    @Test
    void seedDecidesTheOrder() {
        var mix = Mix.parse("conversation=2,detail=1").orElseThrow();
        var samples = samples(30, 30, 0);
        assertEquals(mix.apply(samples, 1), mix.apply(samples, 1));
        assertNotEquals(mix.apply(samples, 1), mix.apply(samples, 2));
    }

    @Test
    void typesWithoutWeightAreNotDrawn() {
        var mix = Mix.parse("detail=1").orElseThrow();
        var types = samples(3, 4, 5).stream().map(Sample::type).toList();
        assertEquals(
                List.of(3, 4, 5, 6), IntStream.of(mix.draw(types, 1)).sorted().boxed().toList());
    }

    @Test
    void splitKeepsAPictureOnOneSideWhereverItLies() {
        var samples = new ArrayList<Sample>();
        for (String folder : List.of("/a", "/b")) {
            for (int i = 0; i < 1000; i++) {
                samples.add(Sample.caption(folder + i, Path.of(folder, i + ".jpg"), "?", "!"));
            }
        }

        var split = Split.byName(samples, 0.1);

        var names = new HashSet<>(names(split.validation()));
        names.retainAll(names(split.training()));
        assertEquals(0, names.size());
        assertEquals(2000, split.training().size() + split.validation().size());
        // Four standard deviations of a binomial distribution.
        assertTrue(Math.abs(split.validation().size() - 200) < 76, "" + split.validation().size());
    }

    private static List<String> names(List<Sample> samples) {
        return samples.stream()
                .map(sample -> sample.picture().orElseThrow().getFileName().toString())
                .toList();
    }

    private static List<Sample> samples(int conversations, int details, int captions) {
        var samples = new ArrayList<Sample>();
        add(samples, SampleType.CONVERSATION, conversations);
        add(samples, SampleType.DETAIL, details);
        add(samples, SampleType.CAPTION, captions);
        return samples;
    }

    private static void add(List<Sample> samples, SampleType type, int count) {
        for (int i = 0; i < count; i++) {
            samples.add(
                    new Sample(
                            type.word() + i,
                            Optional.empty(),
                            type,
                            List.of(new SampleTurn(Role.ASSISTANT, "" + i))));
        }
    }

    private static Map<SampleType, Long> counts(List<Sample> samples) {
        return samples.stream().collect(Collectors.groupingBy(Sample::type, Collectors.counting()));
    }
}
