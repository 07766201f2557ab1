package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.Set;

class LoraConfigTest {
    @Test
    void scaleIsAlphaOverRank() {
        assertEquals(2, LoraConfig.ofAll(4, 8).scale());
    }

    @ParameterizedTest
    @EnumSource(LoraTarget.class)
    void targetIsFoundByItsLabel(LoraTarget target) {
        assertEquals(Optional.of(target), LoraTarget.of(target.label()));
    }

    @Test
    void moduleIsNamedAsInTheCheckpoint() {
        assertEquals("model.layers.3.mlp.up_proj", LoraTarget.UP_PROJ.moduleName(3));
    }

    @Test
    void unknownLabelIsNoTarget() {
        assertEquals(Optional.empty(), LoraTarget.of("lm_head"));
    }

    @Test
    void rankBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> LoraConfig.ofAll(0, 8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void alphaThatScalesNothingIsRefused(double alpha) {
        assertThrows(IllegalArgumentException.class, () -> LoraConfig.ofAll(4, alpha));
    }

    @Test
    void updateOfNoLayerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LoraConfig(4, 8, Set.of()));
    }
}
