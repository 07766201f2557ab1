package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

class ByteSumsTest {
    /// Answers every question with one number.
    private record Answer(float sum) implements Session {
        @Override
        public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
            for (var output : outputs.values()) {
                var values = new float[Math.toIntExact(output.shape().count())];
                Arrays.fill(values, sum);
                output.fill(Tensor.ofFloats(output.shape(), values));
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void fullSumIsExact() throws DeviceException {
        assertTrue(ByteSums.areExact(OrtRuntime.cpu(), new Answer(64)));
    }

    /// Two products of 255 and 127 that end at 32,767, less what the zero point takes off.
    @Test
    void saturatedSumIsNot() throws DeviceException {
        float products = 32 * 32_767;
        float zeroPoint = 64 * 128 * 127;
        float saturated = (products - zeroPoint) / (127 * 127);

        assertFalse(ByteSums.areExact(OrtRuntime.cpu(), new Answer(saturated)));
    }

    @Test
    void nonsenseIsNotExact() throws DeviceException {
        assertFalse(ByteSums.areExact(OrtRuntime.cpu(), new Answer(Float.NaN)));
    }

    @Test
    void onlyProductsOfBytesAreTakenAsTheyLieInTheFile() {
        var floats = new GraphBuilder("floats");
        var x = floats.input("x", DType.F32, Dim.of(1));
        floats.output("y", floats.root().abs(x));

        assertEquals(Constants.FOLD, ByteSums.constants(floats.build()));
        assertEquals(Constants.MAP, ByteSums.constants(ByteSums.question()));
    }
}
