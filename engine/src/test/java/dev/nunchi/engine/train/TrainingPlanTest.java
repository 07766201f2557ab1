package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class TrainingPlanTest {
    private static final TrainableParts PARTS = TrainableParts.projector();
    private static final TrainingPlan.BatchShape BATCH = new TrainingPlan.BatchShape(16, 700);

    private static Checkpoint defaultModel() throws EngineException {
        return Checkpoint.open(Golden.repository().resolve("assets/models/nunchi-default"));
    }

    private static long bytes(Checkpoint checkpoint, int plan) throws EngineException {
        return TrainingPlan.ALL.get(plan).bytes(checkpoint, BATCH, PARTS);
    }

    @Test
    void fasterPlansTakeMoreMemory() throws EngineException {
        try (var checkpoint = defaultModel()) {
            for (int i = 1; i < TrainingPlan.ALL.size(); i++) {
                assertTrue(bytes(checkpoint, i - 1) > bytes(checkpoint, i), "plan " + i);
            }
        }
    }

    @Test
    void fastestPlanThatFitsIsChosen() throws EngineException {
        try (var checkpoint = defaultModel()) {
            for (int i = 0; i < TrainingPlan.ALL.size(); i++) {
                assertEquals(
                        Optional.of(TrainingPlan.ALL.get(i)),
                        TrainingPlan.choose(checkpoint, BATCH, PARTS, bytes(checkpoint, i)));
            }
        }
    }

    @Test
    void nothingIsChosenWhereNothingFits() throws EngineException {
        try (var checkpoint = defaultModel()) {
            assertEquals(
                    Optional.empty(),
                    TrainingPlan.choose(checkpoint, BATCH, PARTS, bytes(checkpoint, 3) - 1));
        }
    }

    @Test
    void moreThatLearnsTakesMoreMemory() throws EngineException {
        try (var checkpoint = defaultModel()) {
            var plan = TrainingPlan.ALL.getFirst();
            long projector = plan.bytes(checkpoint, BATCH, PARTS);
            long lora =
                    plan.bytes(
                            checkpoint,
                            BATCH,
                            TrainableParts.projectorAndLora(LoraConfig.ofAll(8, 16)));
            long all = plan.bytes(checkpoint, BATCH, TrainableParts.projectorAndLanguageModel());

            assertTrue(projector < lora, projector + " < " + lora);
            assertTrue(lora < all, lora + " < " + all);
        }
    }

    @Test
    void weightsThatLearnAreNotLeftInBlocks() {
        for (int i = 0; i < TrainingPlan.ALL.size(); i++) {
            var plan = TrainingPlan.ALL.get(i);
            boolean floats = plan.weights() == Precision.FLOAT32;

            assertEquals(floats, plan.canTrain(TrainableParts.projectorAndLanguageModel()), "" + i);
        }
    }
}
