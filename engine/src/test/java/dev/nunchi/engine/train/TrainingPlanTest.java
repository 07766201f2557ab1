package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class TrainingPlanTest {
    private static final TrainingPlan.BatchShape BATCH = new TrainingPlan.BatchShape(16, 700);

    private static Checkpoint defaultModel() throws EngineException {
        return Checkpoint.open(Golden.repository().resolve("assets/models/nunchi-default"));
    }

    private static long bytes(Checkpoint checkpoint, int plan) throws EngineException {
        return TrainingPlan.ALL.get(plan).bytes(checkpoint, BATCH);
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
                        TrainingPlan.choose(checkpoint, BATCH, bytes(checkpoint, i)));
            }
        }
    }

    @Test
    void nothingIsChosenWhereNothingFits() throws EngineException {
        try (var checkpoint = defaultModel()) {
            assertEquals(
                    Optional.empty(),
                    TrainingPlan.choose(checkpoint, BATCH, bytes(checkpoint, 3) - 1));
        }
    }
}
