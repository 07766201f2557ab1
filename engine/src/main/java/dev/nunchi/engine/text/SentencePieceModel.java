package dev.nunchi.engine.text;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A SentencePiece model (`tokenizer.model`), as far as encoding needs it.
///
/// | field | of | |
/// |---|---|---|
/// | 1, repeated | model | a piece: 1 text, 2 score (float), 3 type |
/// | 2 | model | trainer: 3 kind (1 Unigram, 2 BPE), 24 blanks behind words, 35 byte fallback, 40 unknown, 41 begin |
/// | 3 | model | normalizer: 2 table of characters, 3 blank in front, 4 remove blanks, 5 write blanks as pieces have them |
///
/// Source: `sentencepiece_model.proto`.
final class SentencePieceModel {
    private static final Path FILE = Path.of("tokenizer.model");
    private static final int MAX_PIECES = 1 << 19;
    private static final int UNIGRAM = 1;
    private static final int BPE = 2;

    private final List<String> pieces = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();
    private final List<Long> types = new ArrayList<>();
    private int kind = UNIGRAM;
    private boolean byteFallback;
    private int unknown;
    private int begin = 1;
    private String characterTable = "";
    private boolean dummyPrefix = true;
    private boolean removesBlanks = true;

    private SentencePieceModel() {}

    /// @throws CheckpointException if `bytes` are no such model
    /// @throws UnsupportedModelException if it is of a kind that is not known
    static SentencePieceModel parse(ByteBuffer bytes) throws EngineException {
        var model = new SentencePieceModel();
        try {
            model.read(CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw new CheckpointException(FILE, "is not a SentencePiece model", e);
        }
        if (model.pieces.isEmpty() || model.unknown < 0 || model.unknown >= model.pieces.size()) {
            throw new CheckpointException(FILE, "has no pieces or no unknown piece");
        }
        if (model.kind != UNIGRAM && model.kind != BPE) {
            throw new UnsupportedModelException(
                    "SentencePiece kind " + model.kind, List.of("Unigram", "BPE"));
        }
        return model;
    }

    private void read(CodedInputStream in) throws IOException, EngineException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case TagOf.PIECE -> readPart(in, this::readPiece);
                case TagOf.TRAINER -> readPart(in, this::readTrainer);
                case TagOf.NORMALIZER -> readPart(in, this::readNormalizer);
                default -> in.skipField(tag);
            }
        }
    }

    /// Tags of messages within the model.
    private static final class TagOf {
        static final int PIECE = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        static final int TRAINER = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        static final int NORMALIZER = 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

        private TagOf() {}
    }

    private interface Part {
        void read(CodedInputStream in) throws IOException, EngineException;
    }

    private static void readPart(CodedInputStream in, Part part)
            throws IOException, EngineException {
        int outer = in.pushLimit(in.readRawVarint32());
        part.read(in);
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }

    private void readPiece(CodedInputStream in) throws IOException, EngineException {
        String text = "";
        float score = 0;
        long type = Vocabulary.NORMAL;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> text = in.readStringRequireUtf8();
                case 2 -> score = in.readFloat();
                case 3 -> type = in.readEnum();
                default -> in.skipField(tag);
            }
        }
        if (text.isEmpty() || !Float.isFinite(score) || pieces.size() == MAX_PIECES) {
            throw new CheckpointException(FILE, "piece %d is damaged".formatted(pieces.size()));
        }
        pieces.add(text);
        scores.add(score);
        types.add(type);
    }

    private void readTrainer(CodedInputStream in) throws IOException, EngineException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 3 -> kind = in.readEnum();
                case 24 -> {
                    if (in.readBool()) {
                        throw new UnsupportedModelException(
                                "SentencePiece with blanks behind words", List.of());
                    }
                }
                case 35 -> byteFallback = in.readBool();
                case 40 -> unknown = in.readInt32();
                case 41 -> begin = in.readInt32();
                default -> in.skipField(tag);
            }
        }
    }

    private void readNormalizer(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 2 -> characterTable = Base64.getEncoder().encodeToString(in.readByteArray());
                case 3 -> dummyPrefix = in.readBool();
                case 4 -> removesBlanks = in.readBool();
                default -> in.skipField(tag);
            }
        }
    }

    boolean isUnigram() {
        return kind == UNIGRAM;
    }

    List<String> pieces() {
        return pieces;
    }

    float[] scores() {
        var values = new float[scores.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores.get(i);
        }
        return values;
    }

    /// What pieces are for, in [Vocabulary]'s numbers.
    List<Long> types() {
        return types;
    }

    boolean byteFallback() {
        return byteFallback;
    }

    /// Id of the unknown piece.
    int unknown() {
        return unknown;
    }

    /// Id of the piece that begins a text, -1 if there is none.
    int begin() {
        return begin < pieces.size() ? begin : -1;
    }

    /// The compiled table of character changes in Base64, empty if there is none.
    String characterTable() {
        return characterTable;
    }

    /// Whether a blank is put before a text.
    boolean dummyPrefix() {
        return dummyPrefix;
    }

    /// Whether blanks at the ends and doubled ones are taken away.
    boolean removesBlanks() {
        return removesBlanks;
    }
}
