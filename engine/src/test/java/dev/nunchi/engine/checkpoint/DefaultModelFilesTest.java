package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The default model in the repository is the one that was published and hangs together.
class DefaultModelFilesTest {
    private static final Path FOLDER = Golden.repository().resolve("assets/models/nunchi-default");

    @Test
    void filesHaveTheHashesListed() throws IOException, NoSuchAlgorithmException {
        for (String line : Files.readAllLines(FOLDER.resolve("SHA256SUMS"))) {
            String[] hashAndName = line.split(" {2}");
            assertEquals(hashAndName[0], sha256(FOLDER.resolve(hashAndName[1])), hashAndName[1]);
        }
    }

    @Test
    void everyFileOfTheModelHasAHash() throws EngineException, IOException {
        var listed =
                Files.readAllLines(FOLDER.resolve("SHA256SUMS")).stream()
                        .map(line -> line.substring(66))
                        .sorted()
                        .toList();
        try (var checkpoint = Checkpoint.open(FOLDER)) {
            var used =
                    Stream.concat(checkpoint.files().stream(), OwnAdapter.files(FOLDER).stream())
                            .map(path -> FOLDER.relativize(path).toString().replace('\\', '/'))
                            .sorted()
                            .toList();
            assertEquals(listed, used);
        }
    }

    @Test
    void everyTensorIsThere() throws EngineException {
        try (var checkpoint = Checkpoint.open(FOLDER)) {
            checkpoint.verify();
            assertEquals(523, checkpoint.tensors().size());
        }
    }

    @Test
    void configurationJoinsTheThreeParts() throws EngineException {
        try (var checkpoint = Checkpoint.open(FOLDER)) {
            var language =
                    new LanguageConfig(
                            "Llama",
                            576,
                            1536,
                            30,
                            9,
                            3,
                            64,
                            49_152,
                            8192,
                            new Rope(100_000, 64, new Rope.None()),
                            DecoderForm.llama(1e-5f),
                            true);
            var projector =
                    new ProjectorConfig(
                            new ProjectorKind.Mlp(2, Activation.GELU), true, 1280, 1152, 576);
            assertEquals(
                    new LlavaConfig(
                            language,
                            Optional.of(new EfficientNetConfig(224)),
                            Optional.of(projector),
                            OptionalInt.empty(),
                            -1,
                            SelectFeature.FULL),
                    checkpoint.config());
            assertEquals(49, checkpoint.config().imageTokens());
        }
    }

    @Test
    void textsComeFromTheFolderFirst() throws EngineException {
        try (var checkpoint = Checkpoint.open(FOLDER)) {
            assertEquals(List.of(2, 0), checkpoint.generation().eosTokenIds());
            assertEquals(Optional.of("<|im_end|>"), checkpoint.specialTokens().eos());
            assertTrue(checkpoint.chatTemplate().orElseThrow().contains("no default system"));
            assertTrue(checkpoint.tokenizer() instanceof TokenizerSource.GgufVocabulary);
        }
    }

    private static String sha256(Path path) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var input = new DigestInputStream(Files.newInputStream(path), digest)) {
            input.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
