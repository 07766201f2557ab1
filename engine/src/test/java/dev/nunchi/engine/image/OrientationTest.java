package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;

class OrientationTest {
    /// The stored rows are `abc` and `def`; EXIF says where row 0 and column 0 belong.
    @ParameterizedTest
    @CsvSource({
        "1, abc def", // top, left
        "2, cba fed", // top, right
        "3, fed cba", // bottom, right
        "4, def abc", // bottom, left
        "5, ad be cf", // left, top
        "6, da eb fc", // right, top
        "7, fc eb da", // right, bottom
        "8, cf be ad" // left, bottom
    })
    void pixelsAreTurnedAsExifSays(int value, String rows) {
        var stored = new byte[18];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (byte) ('a' + i / 3);
        }
        var turned = Orientation.of(value).turn(stored, 3, 2);

        int width = rows.indexOf(' ');
        var shown = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            shown.append(i > 0 && i % width == 0 ? " " : "").append((char) turned[3 * i + 1]);
        }
        assertEquals(rows, shown.toString());
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "65535"})
    void valueOutsideExifsMeansUpright(int value) {
        assertEquals(Orientation.UPRIGHT, Orientation.of(value));
    }

    @Test
    void brokenExifMeansUpright() {
        var exif = ByteBuffer.wrap(new byte[] {'M', 'M', 0, 42, 127, -1, -1, -1, 0, 1});
        for (int length = 0; length <= exif.capacity(); length++) {
            assertEquals(Orientation.UPRIGHT, Orientation.inExif(exif.slice(0, length)));
        }
    }
}
