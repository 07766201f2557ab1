package dev.nunchi.engine.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.ActivationPrecision;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class ConformanceRunnerTest {
    @TempDir Path folder;

    private static List<CaseReport> run(ConformanceOptions options, Path... cases)
            throws EngineException {
        try (var runtime = OrtRuntime.cpu()) {
            return new ConformanceRunner(runtime, options).run(List.of(cases), _ -> {});
        }
    }

    private static String problems(List<CaseReport> reports) {
        return reports.stream()
                .flatMap(report -> report.checks().stream())
                .filter(Check::isBad)
                .map(check -> check.name() + " " + check.difference() + " " + check.detail())
                .limit(20)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource(Lowering.class)
    void everyCommittedCasePasses(Lowering lowering) throws Exception {
        var options = ConformanceOptions.defaults().withLowering(lowering);

        var reports = run(options, Golden.path(""));

        assertEquals("", problems(reports));
        assertEquals(committedCases(), reports.size());
        assertTrue(reports.stream().allMatch(CaseReport::passed));
    }

    @ParameterizedTest
    @EnumSource(Lowering.class)
    void everyVariantPasses(Lowering lowering) throws Exception {
        var options = ConformanceOptions.defaults().withLowering(lowering);

        var reports = run(options, Golden.repository().resolve("src/conformance/variants"));

        assertEquals("", problems(reports));
        assertTrue(reports.stream().allMatch(CaseReport::passed));
    }

    @ParameterizedTest
    @EnumSource(Lowering.class)
    void everyConvertedModelPasses(Lowering lowering) throws Exception {
        var options = ConformanceOptions.defaults().withLowering(lowering);

        var reports = run(options, Golden.repository().resolve("src/conformance/gguf"));

        assertEquals("", problems(reports));
        assertTrue(reports.stream().allMatch(CaseReport::passed));
    }

    /// Every `expected.json`, and the folder of chat templates.
    private static long committedCases() throws IOException {
        try (var files = Files.walk(Golden.path(""))) {
            return 1 + files.filter(file -> file.endsWith("expected/expected.json")).count();
        }
    }

    @Test
    void changedExpectationFails() throws Exception {
        var copy = copy("text_only_llama");
        var json = copy.resolve("expected/expected.json");
        var text = Files.readString(json);
        Files.writeString(json, text.replaceFirst("\"length\": 50", "\"length\": 51"));

        var report = run(ConformanceOptions.defaults(), copy).getFirst();

        assertFalse(report.passed());
        assertEquals(1, report.count(Check.Outcome.FAILED));
    }

    @ParameterizedTest
    @EnumSource(Lowering.class)
    void ggufPairsPass(Lowering lowering) throws EngineException {
        var options = ConformanceOptions.defaults().withLowering(lowering);
        var folders = new Path[] {Golden.path("gguf_llava15"), Golden.path("gguf_qwen2_text")};

        var reports = run(options, folders);

        assertEquals("", problems(reports));
        assertTrue(reports.stream().allMatch(CaseReport::passed));
    }

    /// The pair as it answers, but for rounding inputs to int8, which has a tolerance of its own.
    @Test
    void ggufPairsPassInTheirStoredPrecision() throws EngineException {
        var options =
                new BuildOptions(Lowering.FUSED, Precision.STORED, ActivationPrecision.FLOAT32);
        for (String name : List.of("gguf_llava15", "gguf_qwen2_text")) {
            var recorder = new Recorder(Set.of(Group.values()));
            try (var runtime = OrtRuntime.cpu()) {
                var scratch = folder.resolve(name);
                var engine = new GgufCase.Engine(runtime, options, scratch);
                GgufCase.run(Golden.path(name), recorder, engine);
            }
            assertEquals("", problems(List.of(new CaseReport(name, recorder.checks()))));
        }
    }

    @Test
    void everyBlockFormatDecodesAsTheReferenceDoes() throws EngineException {
        var report = run(ConformanceOptions.defaults(), Golden.path("gguf_quants")).getFirst();

        assertEquals("", problems(List.of(report)));
        assertEquals(3 * 22 + 15, report.count(Check.Outcome.PASSED));
    }

    @Test
    void unknownFileAndKeyFail() throws Exception {
        var copy = copy("sampler");
        Files.writeString(copy.resolve("surprise.txt"), "?");
        var json = copy.resolve("expected/expected.json");
        var text = Files.readString(json);
        Files.writeString(json, text.replaceFirst("\\{", "{\"surprise\": 1,"));

        var report = run(ConformanceOptions.defaults(), copy).getFirst();

        assertEquals(2, report.count(Check.Outcome.UNKNOWN));
        assertFalse(report.passed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_smollm", "llava_qwen2", "text_only_llama"})
    void trainingPasses(String name) throws EngineException {
        var options = ConformanceOptions.defaults().withGroups(Set.of(Group.TRAIN));

        var report = run(options, Golden.path(name)).getFirst();

        assertEquals("", problems(List.of(report)));
        assertTrue(report.passed());
    }

    @Test
    void trainingComparesEveryGradient() throws EngineException {
        var options = ConformanceOptions.defaults().withGroups(Set.of(Group.TRAIN));

        var report = run(options, Golden.path("llava15")).getFirst();

        long gradients =
                report.checks().stream()
                        .filter(check -> check.outcome() == Check.Outcome.PASSED)
                        .filter(check -> check.name().contains(".grad."))
                        .count();
        int projector = 4 * 4;
        int factors = 2 * LoraTarget.values().length * 2;
        assertEquals(projector + factors, gradients);
    }

    @Test
    void missingModelIsAFailedCheckThatSaysWhy() throws Exception {
        var copy = copy("text_only_llama");
        Files.delete(copy.resolve("model/model.safetensors"));

        var report = run(ConformanceOptions.defaults(), copy).getFirst();

        assertEquals(1, report.count(Check.Outcome.FAILED));
        assertFalse(report.checks().getFirst().detail().isEmpty());
    }

    @Test
    void dumpHoldsComputedTensorsUnderTheirNames() throws Exception {
        var dump = folder.resolve("dump.safetensors");
        var options =
                new ConformanceOptions(Set.of(Group.SAMPLE), Lowering.FUSED, Optional.of(dump));

        run(options, Golden.path("sampler"));

        try (var file = SafetensorsFile.open(dump)) {
            assertTrue(file.tensors().containsKey("case.0.probs"));
        }
    }

    @Test
    void strayFileBesideCasesIsRefused() throws Exception {
        copy("sampler");
        Files.writeString(folder.resolve("stray.bin"), "?");

        assertThrows(DataException.class, () -> run(ConformanceOptions.defaults(), folder));
    }

    private Path copy(String name) throws IOException {
        var source = Golden.path(name);
        var target = folder.resolve(name);
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }
}
