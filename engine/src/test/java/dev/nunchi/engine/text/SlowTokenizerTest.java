package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedOutputStream;

import dev.nunchi.engine.checkpoint.TokenizerSettings;
import dev.nunchi.engine.checkpoint.TokenizerSettings.AddedToken;
import dev.nunchi.engine.checkpoint.TokenizerSource.SentencePiece;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

class SlowTokenizerTest {
    private static final List<AddedToken> ADDED =
            List.of(new AddedToken(2000, "<image>", true), new AddedToken(2001, "<pad>", true));
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;

    @ParameterizedTest
    @CsvSource({"sp_bpe_prefix, true", "sp_bpe_first, false", "sp_unigram, true"})
    void modelEncodesAsItsTokenizerJson(String style, boolean legacy) throws Exception {
        var expected = Fixtures.json("tokenizers/" + style + "/expected/expected.json");
        var model = Files.readAllBytes(Golden.path("tokenizers/" + style + "/tokenizer.model"));
        var added = style.equals("sp_unigram") ? List.<AddedToken>of() : ADDED;
        try (var tokenizer = open(model, settings(legacy, added))) {
            assertEquals(51, expected.get("encodings").size());
            for (var encoding : expected.get("encodings")) {
                TokenizerParityTest.checkEncoding(tokenizer, encoding);
            }
        }
    }

    @Test
    void userDefinedPieceStandsWhole() throws Exception {
        try (var tokenizer = open(small(new Piece("ab", 0, USER_DEFINED)), NO_PREFIX)) {
            assertArrayEquals(new int[] {1, 3, 2}, tokenizer.encodePlain("aabb"));
        }
    }

    @Test
    void blankIsPutInFrontAndTakenAway() throws Exception {
        var model = small(new Piece("\u2581", 0, NORMAL));
        try (var tokenizer = open(model, settings(true, List.of()))) {
            assertArrayEquals(new int[] {3, 1, 3, 2}, tokenizer.encodePlain("a b"));
            assertEquals("a b", tokenizer.decode(3, 1, 3, 2));
        }
    }

    @Test
    void addedTokenMayRenameAPiece() throws Exception {
        var settings =
                new TokenizerSettings(
                        true,
                        Optional.of(false),
                        Optional.of(false),
                        List.of(new AddedToken(3, "<image>", true)));
        try (var tokenizer = open(small(new Piece("<reserved>", 0, NORMAL)), settings)) {
            assertEquals(3, tokenizer.idOf("<image>").orElseThrow());
        }
    }

    @Test
    void addedTokenThatLeavesAGapIsRefused() {
        var settings = settings(true, List.of(new AddedToken(9, "<image>", true)));
        assertThrows(
                CheckpointException.class,
                () -> open(small(new Piece("c", 0, NORMAL)), settings).close());
    }

    @Test
    void modelOfWordsIsRefused() {
        assertThrows(
                UnsupportedModelException.class,
                () -> open(model(3, new Piece("a", 0, NORMAL)), NO_PREFIX).close());
    }

    @Test
    void otherBytesAreRefused() {
        for (int length : List.of(0, 1, 100)) {
            assertThrows(
                    CheckpointException.class,
                    () -> open(new byte[length], NO_PREFIX).close(),
                    () -> length + " zeros");
        }
    }

    private static final TokenizerSettings NO_PREFIX =
            new TokenizerSettings(true, Optional.of(false), Optional.of(false), List.of());

    private static TokenizerSettings settings(boolean legacy, List<AddedToken> added) {
        return new TokenizerSettings(legacy, Optional.empty(), Optional.empty(), added);
    }

    private static Tokenizer open(byte[] model, TokenizerSettings settings) throws EngineException {
        return Tokenizer.open(new SentencePiece(ByteBuffer.wrap(model), settings));
    }

    private record Piece(String text, float score, int type) {}

    /// BPE over `<unk>`, `a`, `b` and one more.
    private static byte[] small(Piece more) {
        return model(
                2,
                new Piece("<unk>", 0, UNKNOWN),
                new Piece("a", -1, NORMAL),
                new Piece("b", -2, NORMAL),
                more);
    }

    private static byte[] model(int kind, Piece... pieces) {
        return message(out -> {
            for (var piece : pieces) {
                out.writeByteArray(1, message(inner -> write(piece, inner)));
            }
            out.writeByteArray(2, message(inner -> inner.writeEnum(3, kind)));
            out.writeByteArray(3, message(inner -> inner.writeBool(4, false)));
        });
    }

    private static void write(Piece piece, CodedOutputStream out) throws IOException {
        out.writeString(1, piece.text());
        out.writeFloat(2, piece.score());
        out.writeEnum(3, piece.type());
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("no file is written", e);
        }
        return bytes.toByteArray();
    }
}
