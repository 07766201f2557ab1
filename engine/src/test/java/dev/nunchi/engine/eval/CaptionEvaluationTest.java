package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quantize.CaptionLoss;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class CaptionEvaluationTest {
    private static final List<List<String>> CAPTIONS =
            List.of(
                    List.of("A black cat.", "A cat at night"),
                    List.of("A grey dog barks loudly."),
                    List.of("Snow lies everywhere.", "A white field"),
                    List.of("A bright lamp"));

    @TempDir private Path temp;
    private List<CaptionedPicture> pictures;

    /// Pictures of one pixel, each brighter than the one before.
    @BeforeEach
    void writePictures() throws Exception {
        pictures = new ArrayList<>();
        for (int i = 0; i < CAPTIONS.size(); i++) {
            byte level = (byte) (i * 20);
            var picture = new Picture(1, 1, new byte[] {level, level, level}, "PNG", "0");
            Path file = temp.resolve(i + ".png");
            Files.write(file, PictureEncoder.png(picture));
            pictures.add(new CaptionedPicture(file, CAPTIONS.get(i)));
        }
    }

    @Test
    void modelThatSeesIsToldFromOneThatGuesses() throws Exception {
        var seeing = new ScriptedSight(CAPTIONS);
        var report = evaluate(seeing).orElseThrow();

        // 4 captions of 3 + 5 + 3 + 3 words and an end each, one nat a token where they fit.
        assertEquals(Optional.of(new CaptionLoss(1, 2)), report.captionLoss());
        assertEquals(1, report.nounRecall());
        assertEquals(0, report.nounRecallShuffled());
        assertEquals(4, report.rows());
        assertTrue(report.cider() > 2, "" + report.cider());
        assertEquals(
                List.of(CaptionEvaluation.QUESTION),
                seeing.questions().stream().distinct().toList());
    }

    @Test
    void answersOfOthersHaveTheSameFiguresButNoLoss() throws Exception {
        var own = evaluate(new ScriptedSight(CAPTIONS)).orElseThrow();
        var others = CaptionEvaluation.of(pictures).reportOn(own.answers());
        assertEquals(Optional.empty(), others.captionLoss());
        assertEquals(own.cider(), others.cider());
        assertEquals(own.nounRecall(), others.nounRecall());
    }

    @Test
    void lossAloneCountsEveryCaption() throws Exception {
        var seeing = new ScriptedSight(CAPTIONS);
        var evaluation = CaptionEvaluation.of(pictures);
        var loss = evaluation.loss(seeing, Progress.NONE, CancelToken.none());

        // One nat a token where they fit, two where they do not.
        assertEquals(Optional.of(new CaptionLoss(1, 2)), loss);
    }

    @Test
    void cancelledEvaluationHasNoFigures() throws Exception {
        var cancel = new CancelToken();
        cancel.cancel();
        var evaluation = CaptionEvaluation.of(pictures);
        assertEquals(
                Optional.empty(),
                evaluation.run(new ScriptedSight(CAPTIONS), Progress.NONE, cancel));
    }

    @Test
    void onePictureHasNoOther() {
        assertThrows(
                IllegalArgumentException.class, () -> CaptionEvaluation.of(pictures.subList(0, 1)));
    }

    @Test
    void captionsOfAPictureAreGatheredInOrder() {
        Path cat = Path.of("cat.jpg");
        Path dog = Path.of("dog.jpg");
        var samples =
                List.of(
                        Sample.caption("1", dog, "?", "A dog."),
                        Sample.caption("2", cat, "?", "A cat."),
                        new Sample(
                                "3",
                                Optional.of(cat),
                                SampleType.DETAIL,
                                List.of(new SampleTurn(Role.ASSISTANT, "Much."))),
                        Sample.caption("4", dog, "?", "Another dog."));
        assertEquals(
                List.of(
                        new CaptionedPicture(dog, List.of("A dog.", "Another dog.")),
                        new CaptionedPicture(cat, List.of("A cat."))),
                CaptionedPicture.of(samples));
    }

    @Test
    void limitSpreadsOverTheWholeList() {
        var all =
                IntStream.range(0, 10)
                        .mapToObj(i -> new CaptionedPicture(Path.of("" + i), List.of("!")))
                        .toList();
        assertEquals(List.of(all.get(0), all.get(3), all.get(6)), CaptionedPicture.spread(all, 3));
    }

    private Optional<CaptionReport> evaluate(ScriptedSight assistant) throws Exception {
        return CaptionEvaluation.of(pictures).run(assistant, Progress.NONE, CancelToken.none());
    }
}
