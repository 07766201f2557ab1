package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.quant.TensorFormat;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON header of a safetensors file, read token by token so that a large one costs little.
record SafetensorsHeader(TensorTable tensors, Map<String, String> metadata) {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_DIMS = 8;
    private static final int MAX_KEY = 1024;

    /// Trainers of image models write their whole configuration into one text.
    private static final int MAX_TEXT = 1 << 20;

    private static final int MAX_METADATA = 4 * MAX_TEXT;

    /// Characters that the memory of an entry without any counts for.
    private static final int ENTRY_COST = 100;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_KEY)
                                    .maxStringLength(MAX_TEXT)
                                    .build())
                    .build();

    static SafetensorsHeader parse(MappedFile file, MemorySegment json) throws EngineException {
        var input = new ByteBufferBackedInputStream(json.asByteBuffer());
        try (var parser = JSON.createParser(ObjectReadContext.empty(), input)) {
            return new Parser(file, parser).parse();
        } catch (JacksonException e) {
            throw new CheckpointException(
                    file.path(), "the header is not valid: " + e.getOriginalMessage(), e);
        }
    }

    private record Parser(MappedFile file, JsonParser json) {

        SafetensorsHeader parse() throws EngineException {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            var tensors = new TensorTable(file);
            var metadata = new LinkedHashMap<String, String>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (name.equals("__metadata__")) {
                    readMetadata(metadata);
                } else {
                    readTensor(name, tensors);
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
            if (json.nextToken() != null) {
                throw problem("text after the header's end");
            }
            return new SafetensorsHeader(tensors, metadata);
        }

        private void readMetadata(Map<String, String> metadata) throws CheckpointException {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            long length = 0;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                expect(json.nextToken(), JsonToken.VALUE_STRING);
                metadata.put(key, json.getString());
                length += ENTRY_COST + key.length() + json.getString().length();
                if (length > MAX_METADATA) {
                    throw problem("more than %d characters of metadata".formatted(MAX_METADATA));
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }

        private void readTensor(String name, TensorTable tensors) throws EngineException {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            String dtype = "";
            List<Long> shape = List.of(-1L);
            List<Long> offsets = List.of();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "dtype" -> dtype = text();
                    case "shape" -> shape = numbers();
                    case "data_offsets" -> offsets = numbers();
                    default -> throw problem("tensor '%s' has a field '%s'".formatted(name, key));
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
            if (offsets.size() != 2) {
                throw new CheckpointException(
                        file.path(), name, "data_offsets are not a begin and an end");
            }
            var format = format(name, dtype);
            tensors.add(name, format, shape, offsets.getFirst());
            requireLength(name, format, shape, offsets);
        }

        private void requireLength(
                String name, TensorFormat format, List<Long> shape, List<Long> offsets)
                throws CheckpointException {
            long needed = shape.stream().reduce((long) format.blockBytes(), (a, b) -> a * b);
            long found = offsets.getLast() - offsets.getFirst();
            if (needed != found) {
                throw new CheckpointException(
                        file.path(),
                        name,
                        "%s %s needs %d bytes, the header gives it %d"
                                .formatted(format, shape, needed, found));
            }
        }

        private TensorFormat format(String name, String dtype) throws UnsupportedModelException {
            return switch (dtype) {
                case "F32" -> TensorFormat.F32;
                case "F16" -> TensorFormat.F16;
                case "BF16" -> TensorFormat.BF16;
                case "I64" -> TensorFormat.I64;
                case "I32" -> TensorFormat.I32;
                case "I8" -> TensorFormat.I8;
                case "U8" -> TensorFormat.U8;
                case "BOOL" -> TensorFormat.BOOL;
                default ->
                        throw new UnsupportedModelException(
                                "tensor '%s' of safetensors dtype '%s'".formatted(name, dtype),
                                List.of("F32", "F16", "BF16", "I64", "I32", "I8", "U8", "BOOL"));
            };
        }

        private String text() throws CheckpointException {
            expect(json.currentToken(), JsonToken.VALUE_STRING);
            return json.getString();
        }

        private List<Long> numbers() throws CheckpointException {
            expect(json.currentToken(), JsonToken.START_ARRAY);
            var numbers = new ArrayList<Long>();
            while (json.nextToken() == JsonToken.VALUE_NUMBER_INT && numbers.size() < MAX_DIMS) {
                numbers.add(json.getLongValue());
            }
            expect(json.currentToken(), JsonToken.END_ARRAY);
            return numbers;
        }

        private void expect(JsonToken found, JsonToken expected) throws CheckpointException {
            if (found != expected) {
                throw problem(
                        "the header is not valid: expected %s, found %s"
                                .formatted(expected, found));
            }
        }

        private CheckpointException problem(String problem) {
            return new CheckpointException(file.path(), problem);
        }
    }
}
