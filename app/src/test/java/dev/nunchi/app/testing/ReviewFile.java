package dev.nunchi.app.testing;

import dev.nunchi.app.service.CurationService;
import dev.nunchi.app.store.sqlite.SqliteReviews;
import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.InstructionWriter;
import dev.nunchi.app.teach.Provenance;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file of four rows to review, with real pictures beside it.
public final class ReviewFile {
    private static final Path SAMPLES = Path.of("..", "assets", "samples").toAbsolutePath();
    private static final Provenance TAUGHT =
            new Provenance(
                    "symbolic",
                    "conversation@1",
                    7,
                    Instant.parse("2026-11-30T10:00:00Z"),
                    Optional.empty());

    private ReviewFile() {}

    /// Writes it.
    ///
    /// @param folder created if need be
    public static Path write(Path folder) {
        return write(folder, rows(folder));
    }

    /// Writes other rows, with the pictures of [#rows] beside them.
    public static Path write(Path folder, List<InstructionRow> rows) {
        Path file = folder.resolve("rows.json");
        try {
            Files.createDirectories(folder.resolve("pictures"));
            for (String name : List.of("cat", "coffee", "rocket", "astronaut")) {
                Path copy = picture(folder, name);
                if (!Files.exists(copy)) {
                    Files.copy(SAMPLES.resolve(name + ".jpg"), copy);
                }
            }
            try (var writer = InstructionWriter.create(file)) {
                for (var row : rows) {
                    writer.write(row);
                }
                writer.publish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }

    public static Path picture(Path folder, String name) {
        return folder.resolve("pictures").resolve(name + ".jpg");
    }

    /// A conversation with a leak, a description, a conversation in Korean, some reasoning.
    public static List<InstructionRow> rows(Path folder) {
        return List.of(
                row(
                        "cat-1",
                        scene(
                                folder,
                                "cat",
                                List.of(
                                        "A tabby cat looks straight at the camera.",
                                        "A close photo of a cat’s face."),
                                List.of(
                                        new Box("cat", 0.12, 0.02, 0.96, 0.98),
                                        new Box("eye", 0.3, 0.26, 0.46, 0.48),
                                        new Box("eye", 0.65, 0.33, 0.76, 0.55))),
                        SampleType.CONVERSATION,
                        "How many eyes of the cat can you see?",
                        "Two eyes are visible; the box is at [0.38, 0.31].",
                        "What is the cat doing?",
                        "The cat is looking straight at the camera."),
                row(
                        "coffee-1",
                        scene(
                                folder,
                                "coffee",
                                List.of("A cup of coffee on a wooden table."),
                                List.of(
                                        new Box("cup", 0.2, 0.15, 0.8, 0.85),
                                        new Box("spoon", 0.02, 0.55, 0.35, 0.95))),
                        SampleType.DETAIL,
                        "Describe the picture in detail.",
                        "A white cup filled with coffee stands on a saucer. A spoon lies beside the"
                                + " cup, and the wooden table shows through behind both."),
                row(
                        "rocket-1",
                        scene(
                                folder,
                                "rocket",
                                List.of("로켓이 발사대에 서 있다."),
                                List.of(new Box("로켓", 0.4, 0.1, 0.6, 0.95))),
                        SampleType.CONVERSATION,
                        "사진에 무엇이 있어요?",
                        "로켓이 한 대 서 있어요."),
                row(
                        "astronaut-1",
                        scene(folder, "astronaut", List.of("An astronaut smiles."), List.of()),
                        SampleType.COMPLEX,
                        "What might happen next?",
                        "She may put on the helmet and climb into the rocket."));
    }

    private static Scene scene(
            Path folder, String picture, List<String> captions, List<Box> boxes) {
        return new Scene(picture(folder, picture).toAbsolutePath().normalize(), captions, boxes);
    }

    /// @param turns questions and answers in turn
    public static InstructionRow row(String id, Scene scene, SampleType kind, String... turns) {
        var said = new ArrayList<SampleTurn>();
        for (int i = 0; i < turns.length; i++) {
            said.add(new SampleTurn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
        }
        return new InstructionRow(id, scene, kind, said, TAUGHT);
    }

    /// A service on a database in a folder.
    public static CurationService service(Path folder) {
        return new CurationService(() ->
                SqliteReviews.open(
                        folder.resolve("reviews.db"),
                        folder.resolve("native"),
                        InstantSource.system()));
    }
}
