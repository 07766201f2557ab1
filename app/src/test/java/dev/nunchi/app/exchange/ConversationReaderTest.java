package dev.nunchi.app.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Turn;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class ConversationReaderTest {
    private static final byte[] PICTURE = "not really a picture".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @Test
    void archiveOfChatGptHasItsTreeAndPictures() throws Exception {
        var parsed = ConversationReader.read(chatGptArchive());

        var conversation = parsed.conversations().getFirst();
        assertEquals("Two answers", conversation.title());
        assertEquals("gpt-4o", conversation.model());
        assertEquals(
                Optional.of(Answerer.local("gpt-4o-mini", Optional.empty())),
                conversation.turns().getLast().content().answerer());
        assertEquals(Instant.ofEpochMilli(1_697_000_000_500L), conversation.createdAt());
        assertEquals(
                List.of("무엇이 보여요?", "A dog.", "A cat."),
                texts(conversation),
                "the one in front comes last");
        assertEquals(
                List.of(Optional.empty(), Optional.of(0), Optional.of(0)),
                conversation.turns().stream().map(Turn::parent).toList());
        var picture = conversation.turns().getFirst().content().pictures().getFirst();
        assertEquals("file-ABC-cat.png", picture.name());
        assertArrayEquals(PICTURE, picture.bytes());
    }

    @Test
    void badConversationsAreNamedAndTheOthersTaken() throws Exception {
        var parsed = ConversationReader.read(chatGptArchive());

        assertEquals(List.of(1), parsed.numbers());
        assertEquals(
                List.of(
                        new ImportProblem(2, "Broken", Reason.MALFORMED, "unknown role 'alien'"),
                        new ImportProblem(
                                3, "Ring", Reason.MALFORMED, "turns follow each other in a ring"),
                        new ImportProblem(4, "Silent", Reason.EMPTY, "nothing was said")),
                parsed.problems());
    }

    @Test
    void missingPictureIsNamed() throws Exception {
        var parsed = ConversationReader.read(fixture("chatgpt.json"));

        assertEquals(List.of(), parsed.conversations());
        assertEquals(
                new ImportProblem(1, "Two answers", Reason.PICTURE_MISSING, "file-ABC"),
                parsed.problems().getFirst());
    }

    @Test
    void exportOfOpenWebUiIsRead() throws Exception {
        var parsed = ConversationReader.read(fixture("open-webui.json"));

        var conversation = parsed.conversations().getFirst();
        assertEquals("llava:7b", conversation.model());
        assertEquals(List.of("What?", "A dog.", "A cat."), texts(conversation));
        assertEquals(
                Optional.of(Answerer.local("llava:13b", Optional.empty())),
                conversation.turns().getLast().content().answerer());
        assertArrayEquals(
                PICTURE, conversation.turns().getFirst().content().pictures().getFirst().bytes());
        assertEquals(
                List.of(Reason.PICTURE_MISSING),
                parsed.problems().stream().map(ImportProblem::reason).toList());
    }

    @Test
    void conversationOfLmStudioIsReadWithItsVersions() throws Exception {
        Files.createDirectories(folder.resolve("user-files"));
        Files.write(folder.resolve("user-files/1730-cat.png"), PICTURE);
        Files.createDirectories(folder.resolve("conversations"));
        Path file = folder.resolve("conversations/1.conversation.json");
        Files.copy(fixture("lm-studio.conversation.json"), file);

        var conversation = ConversationReader.read(file).conversations().getFirst();

        assertEquals("llava-1.5", conversation.model());
        assertEquals(List.of("What is it?", "A dog.", "A cat.", "Sure?"), texts(conversation));
        assertEquals(Optional.of(2), conversation.turns().getLast().parent());
        assertEquals(Role.ASSISTANT, conversation.turns().get(2).content().role());
        assertEquals(
                Optional.of(Answerer.local("llava-1.5", Optional.empty())),
                conversation.turns().get(2).content().answerer());
        assertEquals(Optional.empty(), conversation.turns().getLast().content().answerer());
    }

    @Test
    void pictureNameThatLeadsElsewhereIsNoPicture() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.write(folder.resolve("secret.png"), PICTURE);
        String text =
                Files.readString(fixture("lm-studio.conversation.json"))
                        .replace("1730-cat.png", "../secret.png");
        Path file = Files.writeString(folder.resolve("in/c.json"), text);

        assertEquals(
                Reason.PICTURE_MISSING,
                ConversationReader.read(file).problems().getFirst().reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "[1, 2]",
                "{\"conversations\": [{}]}",
                "no JSON",
                "[{\"mapping\": 1}]",
                "PK"
            })
    void otherFilesAreRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("f.json"), text);

        assertThrows(EngineException.class, () -> ConversationReader.read(file));
    }

    @Test
    void everyTruncationIsRefusedOrNamed() throws Exception {
        byte[] whole = Files.readAllBytes(fixture("open-webui.json"));
        for (int length = 0; length < whole.length - 2; length += 7) {
            Path file = folder.resolve("cut.json");
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(DataException.class, () -> ConversationReader.read(file));
        }
    }

    private static List<String> texts(ParsedConversation conversation) {
        return conversation.turns().stream().map(turn -> turn.content().text()).toList();
    }

    private Path chatGptArchive() throws IOException, StorageException {
        Path file = folder.resolve("export.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("conversations.json"));
            zip.write(Files.readAllBytes(fixture("chatgpt.json")));
            zip.putNextEntry(new ZipEntry("file-ABC-cat.png"));
            zip.write(PICTURE);
        }
        return file;
    }

    private Path fixture(String name) throws IOException {
        try (var in = ConversationReaderTest.class.getResourceAsStream(name)) {
            String text =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("PNG", Base64.getEncoder().encodeToString(PICTURE));
            return Files.writeString(folder.resolve(name), text);
        }
    }
}
