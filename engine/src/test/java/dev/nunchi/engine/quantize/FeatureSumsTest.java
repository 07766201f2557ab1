package dev.nunchi.engine.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FeatureSumsTest {
    private static final double ROUNDING = 1e-12;

    private static FeatureDamage compare(float[] expected, float... found) {
        var sums = new FeatureSums();
        sums.add(expected, found, 2);
        return sums.result();
    }

    @Test
    void sameFeaturesHaveNoDamage() {
        var damage = compare(new float[] {3, 4, 1, 0}, 3, 4, 1, 0);
        assertEquals(0, damage.relativeError());
        assertEquals(1, damage.cosine(), ROUNDING);
        assertTrue(damage.isFaithful());
    }

    @Test
    void lengthCountsAsErrorAndNotAsAngle() {
        // |(0.3, 0.4)| / |(3, 4)|
        var damage = compare(new float[] {3, 4}, 3.3f, 4.4f);
        assertEquals(0.1, damage.relativeError(), 1e-6);
        assertEquals(1, damage.cosine(), ROUNDING);
        assertFalse(damage.isFaithful());
    }

    @Test
    void anglesOfRowsAreAveraged() {
        // One row agrees, the other stands at a right angle.
        assertEquals(0.5, compare(new float[] {1, 0, 1, 0}, 1, 0, 0, 1).cosine(), ROUNDING);
    }
}
