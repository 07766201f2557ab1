package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
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
    private static final int MAX_METADATA_ENTRIES = 1024;
    private static final int MAX_TEXT = 16_384;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_TEXT)
                                    .maxStringLength(MAX_TEXT)
                                    .build())
                    .build();

    static SafetensorsHeader parse(MappedFile file, MemorySegment json) throws CheckpointException {
        var input = new ByteBufferBackedInputStream(json.asByteBuffer());
        try (var parser = JSON.createParser(ObjectReadContext.empty(), input)) {
            return new Parser(file, parser).parse();
        } catch (JacksonException e) {
            throw new CheckpointException(
                    file.path(), "the header is not valid: " + e.getOriginalMessage(), e);
        }
    }

    private record Parser(MappedFile file, JsonParser json) {

        SafetensorsHeader parse() throws CheckpointException {
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
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                expect(json.nextToken(), JsonToken.VALUE_STRING);
                metadata.put(key, json.getString());
                if (metadata.size() > MAX_METADATA_ENTRIES) {
                    throw problem("more than %d metadata entries".formatted(MAX_METADATA_ENTRIES));
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }

        private void readTensor(String name, TensorTable tensors) throws CheckpointException {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            String dtype = "";
            List<Long> shape = null;
            List<Long> offsets = null;
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
            if (shape == null || offsets == null || offsets.size() != 2) {
                throw new CheckpointException(
                        file.path(), name, "shape or data_offsets are missing");
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

        private TensorFormat format(String name, String dtype) throws CheckpointException {
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
                        throw new CheckpointException(
                                file.path(),
                                name,
                                "dtype '%s' is not one of F32, F16, BF16, I64, I32, I8, U8, BOOL"
                                        .formatted(dtype));
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
