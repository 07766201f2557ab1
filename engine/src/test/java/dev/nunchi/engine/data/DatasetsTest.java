package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

class DatasetsTest {
    private static final String COCO =
            """
            {"info": {"year": 2014}, "images": [
              {"id": 7, "file_name": "dog.jpg", "license": 1}, {"id": 8, "file_name": "none.jpg"}],
             "annotations": [{"image_id": 7, "id": 70, "caption": "A dog"},
              {"image_id": 8, "id": 80, "caption": "Nothing"},
              {"image_id": 9, "id": 90, "caption": "Nobody"},
              {"image_id": 7, "id": 71, "caption": "a big dog\\n"}]}
            """;

    @TempDir private Path temp;
    private DataFolder folder;

    @BeforeEach
    void writePictures() {
        folder = new DataFolder(temp).withPictures("cat.jpg", "dog.jpg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image,caption\ncat.jpg,A cat.\ndog.jpg,\"A dog, a \"\"big\"\" one.\"\n",
                "caption;id;file_name\r\nA cat.;1;cat.jpg\r\n\"A dog, a \"\"big\"\" one.\";2;dog.jpg",
                """
                image_name| comment_number| comment
                cat.jpg| 0| A cat .

                dog.jpg| 1| A dog, a "big" one .
                """,
                "\uFEFFImage\tText\ncat.jpg\tA cat\ndog.jpg\tA dog, a \"big\" one"
            })
    void tablesOfAnySeparatorGiveCaptions(String text) throws Exception {
        var data = DataFolder.read(folder.file("table.csv", text));
        assertEquals(List.of(), data.problems());
        assertEquals(List.of("A cat.", "A dog, a \"big\" one."), DataFolder.answers(data));
    }

    @Test
    void tableRowsAreNamedByTheirLine() throws Exception {
        var data =
                DataFolder.read(
                        folder.file(
                                "table.csv",
                                "image,caption",
                                "cat.jpg,\"A",
                                "cat\"",
                                "none.jpg,A cat",
                                "cat.jpg",
                                "dog.jpg,\"A dog"));
        assertEquals(List.of("A cat."), DataFolder.answers(data));
        assertEquals(
                List.of(
                        new RowProblem(
                                temp.resolve("table.csv"), 4, Reason.PICTURE_MISSING, "none.jpg"),
                        new RowProblem(
                                temp.resolve("table.csv"), 5, Reason.FIELD_MISSING, "1 columns"),
                        new RowProblem(
                                temp.resolve("table.csv"),
                                6,
                                Reason.UNREADABLE,
                                "the file ends inside quotation marks")),
                data.problems());
    }

    @Test
    void cocoCaptionsFindTheirPictures() throws Exception {
        folder.withPictures("train2014/dog.jpg");
        var data = DataFolder.read(folder.file("annotations/captions_train2014.json", COCO));

        assertEquals(List.of("A dog.", "A big dog."), DataFolder.answers(data));
        assertEquals(
                List.of(Reason.PICTURE_MISSING, Reason.FIELD_MISSING), DataFolder.reasons(data));
        assertEquals(
                temp.resolve("train2014/dog.jpg"),
                data.samples().getFirst().picture().orElseThrow());
    }

    @Test
    void cocoWithAnnotationsFirstReadsAlike() throws Exception {
        int at = COCO.indexOf("\"annotations\"");
        String annotations = COCO.substring(at, COCO.lastIndexOf('}'));
        String images = COCO.substring(COCO.indexOf("\"images\""), COCO.lastIndexOf(',', at));
        Path swapped = folder.file("captions_val.json", "{" + annotations + "," + images + "}");
        assertEquals(List.of("A dog.", "A big dog."), DataFolder.answers(DataFolder.read(swapped)));
    }

    @Test
    void picturesWithTextBesideEachAreAFolderOfCaptions() throws Exception {
        folder.withPictures("deep/bird.PNG");
        folder.file("cat.txt", "A cat", "", "Another view of it");
        folder.file("deep/bird.PNG.txt", "A bird");

        var data = DataFolder.read(temp);

        assertEquals(List.of("A cat.", "Another view of it.", "A bird."), DataFolder.answers(data));
        assertEquals(
                List.of(new RowProblem(temp.resolve("dog.jpg"), 0, Reason.NO_TARGETS, "dog.txt")),
                data.problems());
    }

    @Test
    void dataFilesOfAFolderAreReadTogether() throws Exception {
        folder.file("a.jsonl", "{\"image\": \"cat.jpg\", \"captions\": [\"A cat\"]}");
        folder.file("b.csv", "image,caption", "dog.jpg,A dog");
        folder.file("config.json", "{\"model_type\": \"llava\"}");
        assertEquals(List.of("A cat.", "A dog."), DataFolder.answers(DataFolder.read(temp)));
    }

    @Test
    void picturesFolderReplacesTheUsualPlaces() throws Exception {
        folder.withPictures("elsewhere/cow.jpg");
        Path file = folder.file("a.jsonl", "{\"image\": \"cow.jpg\", \"caption\": \"A cow\"}");
        var options = DataOptions.defaults().withPictures(temp.resolve("elsewhere"));
        assertEquals(List.of("A cow."), DataFolder.answers(DataFolder.read(file, options)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "{\"a\": 1", "{\"images\": 3\n{", "a,b\n1,2\n"})
    void fileOfNoKnownLayoutIsRefused(String text) {
        Path file = folder.file("data.txt", text);
        assertThrows(DataException.class, () -> DataFolder.read(file));
    }

    @Test
    void missingFileIsNamed() {
        var thrown =
                assertThrows(
                        StorageException.class, () -> DataFolder.read(temp.resolve("none.json")));
        assertEquals(StorageException.Reason.NOT_FOUND, thrown.reason());
    }

    @Test
    void hashChangesWithWordsAndPicturesOnly() throws Exception {
        String row = "{\"image\": \"cat.jpg\", \"caption\": \"A cat\"}";
        String hash = DataFolder.read(folder.file("a.jsonl", row)).hash();
        assertEquals(hash, DataFolder.read(folder.file("b.jsonl", row, "")).hash());
        assertNotEquals(
                hash, DataFolder.read(folder.file("c.jsonl", row.replace("A", "The"))).hash());
    }

    @Test
    void cancelledReadingKeepsWhatItHas() throws Exception {
        Path file =
                folder.file(
                        "a.jsonl",
                        "{\"image\": \"cat.jpg\", \"caption\": \"A cat\"}",
                        "{\"image\": \"cat.jpg\", \"caption\": \"Two cats\"}");
        var cancel = new CancelToken();
        Progress cancelling = (_, _, _) -> cancel.cancel();
        assertEquals(
                List.of("A cat."), DataFolder.answers(Datasets.read(file, cancelling, cancel)));
    }

    @Test
    void samplesThatDoNotFitIntoMemoryAreRefusedWithTheirRow() throws Exception {
        var builder = new DatasetBuilder(2000);
        var sample = Sample.caption("a", temp.resolve("cat.jpg"), "Hi", "b".repeat(1600));
        var thrown = assertThrows(DataException.class, () -> builder.add(3, sample));
        assertEquals(3, thrown.line());
    }

    @Test
    void problemsThatDoNotFitIntoMemoryEndTheReading() throws Exception {
        var builder = new DatasetBuilder(2000);
        for (int row = 1; row <= 10; row++) {
            builder.problem(row, Reason.PICTURE_MISSING, "");
        }
        assertThrows(DataException.class, () -> builder.problem(11, Reason.PICTURE_MISSING, ""));
    }
}
