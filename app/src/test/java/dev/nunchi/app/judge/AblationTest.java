package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AblationTest {
    private static final double EXACT = 1e-12;

    @TempDir private Path folder;

    private final FakeTraining training = new FakeTraining();
    private final CancelToken cancel = new CancelToken();

    @Test
    void armsLearnTheMixturesOfThePaper() throws EngineException {
        train(20, 40, 30);
        assertEquals(
                List.of(
                        Map.of(SampleType.CONVERSATION, 20.0),
                        Map.of(SampleType.DETAIL, 40.0, SampleType.COMPLEX, 30.0),
                        Map.of(
                                SampleType.CONVERSATION,
                                20.0,
                                SampleType.DETAIL,
                                2.0,
                                SampleType.COMPLEX,
                                3.0),
                        Map.of(
                                SampleType.CONVERSATION,
                                20.0,
                                SampleType.DETAIL,
                                40.0,
                                SampleType.COMPLEX,
                                30.0)),
                training.started().stream()
                        .map(request -> request.mix().map(Mix::weights).orElseThrow())
                        .toList());
    }

    @Test
    void eachArmSeesItsOwnRowsOnceAnEpoch() throws EngineException {
        var trained = train(20, 40, 30);
        assertEquals(
                List.of(0L, 20L, 70L, 25L, 90L),
                trained.stream().map(Ablation.Trained::rows).toList());
        // An epoch of the third run is as long as all 90 rows.
        double epochs = request().settings().schedule().epochs();
        assertEquals(
                epochs * 25 / 90, training.started().get(2).settings().schedule().epochs(), EXACT);
    }

    @Test
    void dataWithoutSomeKindsHaveFewerArms() throws EngineException {
        var arms = train(0, 5, 0).stream().map(Ablation.Trained::arm).toList();
        assertEquals(
                List.of(
                        AblationArm.NONE,
                        AblationArm.DETAIL_COMPLEX,
                        AblationArm.CONVERSATION_PLUS,
                        AblationArm.ALL),
                arms);
    }

    @Test
    void dataWithoutInstructionsAreRefused() {
        assertThrows(TrainingException.class, () -> train(0, 0, 0));
    }

    @Test
    void runThatWasEndedIsResumed() throws EngineException {
        training.data(samples(3, 3, 3));
        var before = ablation();
        before.train(_ -> LISTENER, new RunControl(cancel), cancel);
        var second = training.started().get(1);
        var again = new FakeTraining().runs(FakeTraining.summary(second, 1, Optional.empty()));
        again.data(samples(3, 3, 3));
        new Ablation(again, new AdapterLibrary(folder), MODEL, request())
                .train(_ -> LISTENER, new RunControl(cancel), cancel);
        assertEquals(1, again.resumed().size());
        assertEquals(3, again.started().size());
    }

    @Test
    void cancelledAblationGivesNothing() throws EngineException {
        cancel.cancel();
        training.data(samples(1, 1, 1));
        assertEquals(
                Optional.empty(), ablation().train(_ -> LISTENER, new RunControl(cancel), cancel));
    }

    private static final RunListener LISTENER = (_, _, _) -> {};
    private static final InstalledModel MODEL =
            new InstalledModel("tiny", Path.of("tiny"), Origin.IMPORTED, 0, "llava");

    private List<Ablation.Trained> train(int conversations, int details, int complex)
            throws EngineException {
        training.data(samples(conversations, details, complex));
        return ablation().train(_ -> LISTENER, new RunControl(cancel), cancel).orElseThrow();
    }

    private Ablation ablation() {
        return new Ablation(training, new AdapterLibrary(folder), MODEL, request());
    }

    private RunRequest request() {
        return new RunRequest(
                "ablation",
                "tiny",
                folder.resolve("data.json"),
                Optional.empty(),
                Optional.empty(),
                RunSettings.defaults(TrainingStage.END_TO_END));
    }

    private static List<Sample> samples(int conversations, int details, int complex) {
        var samples = new ArrayList<Sample>();
        add(samples, SampleType.CONVERSATION, conversations);
        add(samples, SampleType.DETAIL, details);
        add(samples, SampleType.COMPLEX, complex);
        return samples;
    }

    private static void add(List<Sample> samples, SampleType type, int count) {
        for (int i = 0; i < count; i++) {
            samples.add(
                    new Sample(
                            type.word() + i,
                            Optional.empty(),
                            type,
                            List.of(
                                    new SampleTurn(Role.USER, "What?"),
                                    new SampleTurn(Role.ASSISTANT, "That."))));
        }
    }
}
