package dev.nunchi.app.judge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.judge.Ablation.Trained;
import dev.nunchi.app.judge.AblationArm;
import dev.nunchi.app.judge.Bench;
import dev.nunchi.app.judge.Benchmark;
import dev.nunchi.app.judge.Bootstrap;
import dev.nunchi.app.judge.Evaluation;
import dev.nunchi.app.judge.EvaluationPlan;
import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class ReportTest {
    @TempDir private Path folder;

    @Test
    void pageSaysWhatIsComparedOnHowMuchAndHowSureItIs() throws Exception {
        String html = html(Bench.honestJudge(), Locale.ENGLISH);
        for (String part :
                List.of(
                        "4 pictures and 12 questions",
                        "Candidates: seeing.",
                        "another picture of the benchmark in the place of each",
                        "95 % of 200 bootstrap resamples (percentiles, seed 3)",
                        "preferred the right answer 50 times (100.0 %",
                        "judged in both orders",
                        "<td>100.0</td><td>100.0 – 100.0</td>",
                        "at equal distances in the benchmark")) {
            assertTrue(html.contains(part), part);
        }
    }

    @Test
    void unusableJudgeIsWarnedOfAndGivesNoScores() throws Exception {
        String html = html(new Bench.Scripted("deaf", _ -> "7 7"), Locale.ENGLISH);
        assertTrue(html.contains("Unusable judge: it gives most pairs equal scores."), html);
        assertTrue(html.contains("After 11 pairs it could not reach that any more"), html);
        assertFalse(html.contains("Judged scores by kind"));
        assertTrue(html.contains("CHAIR-i"));
    }

    @Test
    void pageLoadsNothingAndHoldsItsPicturesAndCharts() throws Exception {
        String html = html(Bench.honestJudge(), Locale.ENGLISH);
        assertTrue(html.contains("<svg xmlns="));
        assertTrue(html.contains("src=\"data:image/jpeg;base64,"));
        String loaded = html.replace("http://www.w3.org/2000/svg", "");
        assertFalse(loaded.matches("(?s).*https?://.*"), "an address outside of the page");
    }

    @Test
    void wordsOfModelsAreNoMarkup() throws Exception {
        var rude = new Bench.Scripted("rude", _ -> "<script>alert(1)</script>");
        var result = evaluated(rude, Optional.empty());
        String html = HtmlReport.of(ReportWords.of(result, "", Messages.of(Locale.ENGLISH)));
        assertFalse(html.contains("<script"));
        assertTrue(html.contains("&lt;script&gt;"));
    }

    @Test
    void ablationShowsEachFigureBesideItsBlindOneAndHowTheArmsBegan() throws Exception {
        var result = evaluated(Bench.seeing(), Optional.empty());
        var arm = new Trained(AblationArm.NONE, 0, Optional.empty());
        var report =
                AblationWords.of(
                        new AblationWords.Measurement("llava-7b + cats", List.of(arm), result),
                        RunSettings.defaults(TrainingStage.END_TO_END),
                        "",
                        Messages.of(Locale.ENGLISH));
        String html = HtmlReport.of(report);
        for (String part :
                List.of(
                        "trained from llava-7b + cats, with the same settings: LoRA of rank 16",
                        "learning rate 0.0002, of the projector 0.00002",
                        "The same arms shown another picture")) {
            assertTrue(html.contains(part), part);
        }
    }

    @Test
    void pageOfSomePicturesCountsThoseAlone() {
        var some = Bench.benchmark().limited(2);
        assertEquals(2, some.scenes().size());
    }

    @Test
    void markdownNamesFilesThatAreThere() throws Exception {
        write(Bench.honestJudge(), Locale.ENGLISH);
        String markdown = Files.readString(folder.resolve("report.md"));
        var links = Pattern.compile("\\((report-files/[^)]+)\\)").matcher(markdown);
        int found = 0;
        while (links.find()) {
            assertTrue(Files.size(folder.resolve(links.group(1))) > 0, links.group());
            found++;
        }
        assertEquals(14, found, "two charts and twelve pictures");
    }

    @Test
    void pdfHoldsKoreanWords() throws Exception {
        write(Bench.honestJudge(), Locale.KOREAN);
        try (var pdf = new PdfReader(Files.readAllBytes(folder.resolve("report.pdf")))) {
            var text = new StringBuilder();
            var extractor = new PdfTextExtractor(pdf);
            for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
                text.append(extractor.getTextFromPage(page));
            }
            assertTrue(text.toString().contains("심판 점수"), text.toString());
            assertTrue(text.toString().contains("CIDEr-D"), text.toString());
        }
    }

    @Test
    void pdfIsWrittenInOneFontForAllScripts() throws Exception {
        write(Bench.honestJudge(), Locale.KOREAN);
        String pdf = Files.readString(folder.resolve("report.pdf"), StandardCharsets.ISO_8859_1);
        var fonts =
                Pattern.compile("/BaseFont/(?:[A-Z]{6}\\+)?(\\w+-\\w+)")
                        .matcher(pdf)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
        assertEquals(Set.of("Pretendard-Regular", "Pretendard-SemiBold"), fonts);
    }

    @Test
    void candidatesStandBesideEachOther() throws Exception {
        var plan =
                new EvaluationPlan(
                        withPictures(Bench.benchmark()),
                        List.of(
                                Bench.seeing().candidate(),
                                new Bench.Scripted("other", _ -> "A thing.").candidate()),
                        Sight.SHUFFLED,
                        EvaluationPlan.Helpers.none(),
                        new Bootstrap(3, 200));
        var result =
                new Evaluation(plan, folder).run((_, _, _) -> {}, CancelToken.none()).orElseThrow();
        String html = HtmlReport.of(ReportWords.of(result, "", Messages.of(Locale.ENGLISH)));
        assertTrue(
                html.contains("<th scope=\"col\">seeing</th><th scope=\"col\">other</th>"), html);
    }

    @Test
    void figuresAreWrittenAsJson() throws Exception {
        var result = evaluated(Bench.seeing(), Optional.of(Bench.honestJudge()));
        var json = JsonMapper.shared().readTree(ResultJson.of(result));
        assertEquals(12, json.path("questions").asInt());
        assertTrue(json.path("judge").path("usable").asBoolean());
        var candidate = json.path("candidates").path(0);
        assertEquals(100, candidate.at("/judged/relative").asDouble());
        assertEquals(1, candidate.at("/blindMetrics/chairI/value").asDouble());
    }

    private String html(Bench.Scripted judge, Locale locale) throws Exception {
        write(judge, locale);
        return Files.readString(folder.resolve("report.html"));
    }

    private void write(Bench.Scripted judge, Locale locale) throws Exception {
        var result = evaluated(Bench.seeing(), Optional.of(judge));
        ReportFiles.write(ReportWords.of(result, "today", Messages.of(locale)), folder);
    }

    private EvaluationResult evaluated(Bench.Scripted model, Optional<Bench.Scripted> judge)
            throws IOException, EngineException, TeacherException {
        var plan =
                new EvaluationPlan(
                        withPictures(Bench.benchmark()),
                        List.of(model.candidate()),
                        Sight.SHUFFLED,
                        new EvaluationPlan.Helpers(
                                Optional.empty(), judge.map(Bench.Scripted::candidate)),
                        new Bootstrap(3, 200));
        return new Evaluation(plan, folder).run((_, _, _) -> {}, CancelToken.none()).orElseThrow();
    }

    private Benchmark withPictures(Benchmark benchmark) throws IOException {
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        var scenes = new LinkedHashMap<String, Scene>();
        for (var scene : benchmark.scenes().entrySet()) {
            Path picture = folder.resolve(scene.getValue().picture().toString());
            Files.write(picture, pixel);
            scenes.put(
                    scene.getKey(),
                    new Scene(picture, scene.getValue().captions(), scene.getValue().boxes()));
        }
        return new Benchmark(benchmark.name(), scenes, benchmark.items());
    }
}
