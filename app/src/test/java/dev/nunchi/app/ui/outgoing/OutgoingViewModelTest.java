package dev.nunchi.app.ui.outgoing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class OutgoingViewModelTest {
    private PictureService pictures;
    private OutgoingViewModel outgoing;

    @BeforeEach
    void start(@TempDir Path home) throws EngineException {
        pictures = new PictureService(new PictureFiles(home.resolve("p")), home.resolve("t"));
        outgoing = new OutgoingViewModel(pictures, TestJobs.direct(home));
    }

    private StoredPicture picture(String name, int width, int height) throws EngineException {
        var pixels = new Picture(width, height, new byte[3 * width * height], "PNG", "");
        return pictures.add(PictureEncoder.png(pixels), name);
    }

    @Test
    void pictureIsShownAsItWillBeSent() throws EngineException {
        var picture = picture("a.png", 30, 20);
        outgoing.show(List.of(picture));
        var shown = outgoing.pictures().getFirst();
        assertEquals(picture, shown.kept());
        assertArrayEquals(
                OutgoingPicture.of(pictures.decode(picture)).bytes(), shown.sent().bytes());
        assertEquals(shown.sent().bytes().length, outgoing.bytes());
    }

    @Test
    void largePictureIsShownAsSmallAsItLeaves() throws EngineException {
        outgoing.show(List.of(picture("large.png", 2 * OutgoingPicture.MAX_SIDE, 64)));
        var sent = outgoing.pictures().getFirst().sent();
        assertTrue(sent.isSmaller());
        assertEquals(OutgoingPicture.MAX_SIDE + " x 32", sent.width() + " x " + sent.height());
    }

    @Test
    void picturesStandInTheOrderOfTheQuestion() throws EngineException {
        var a = picture("a.png", 3, 2);
        var b = picture("b.png", 2, 3);
        outgoing.show(List.of(a, b));
        outgoing.show(List.of(b, a));
        assertEquals(List.of(b, a), outgoing.pictures().stream().map(Outgoing::kept).toList());
    }

    @Test
    void questionThatStaysHereShowsNothing() throws EngineException {
        outgoing.show(List.of(picture("a.png", 3, 2)));
        outgoing.show(List.of());
        assertEquals(List.of(), outgoing.pictures());
        assertEquals(0, outgoing.bytes());
    }

    @Test
    void pictureThatHasGoneIsTold() {
        outgoing.show(List.of(new StoredPicture("0".repeat(64), "gone.png", 3, 2, "png")));
        assertFalse(outgoing.problemProperty().get().isEmpty());
        assertEquals(List.of(), outgoing.pictures());
    }
}
