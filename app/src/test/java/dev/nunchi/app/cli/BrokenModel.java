package dev.nunchi.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Things that are taken for models and are none, or not any more; each is made anew in a folder.
///
/// Most are copies of a fixture with one thing wrong.
enum BrokenModel {
    EMPTY_FOLDER {
        @Override
        Path in(Path folder) throws IOException {
            return Files.createDirectory(folder.resolve("empty"));
        }
    },
    NOTHING_THERE {
        @Override
        Path in(Path folder) {
            return folder.resolve("llava-13b");
        }
    },
    PICTURE {
        @Override
        Path in(Path folder) throws IOException {
            var png = new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 0};
            return Files.write(folder.resolve("cat.png"), png);
        }
    },
    ARCHIVE {
        @Override
        Path in(Path folder) throws IOException {
            var file = folder.resolve("llava.zip");
            try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("config.json"));
                zip.write("{}".getBytes(StandardCharsets.UTF_8));
            }
            return file;
        }
    },
    WEIGHTS_ALONE {
        @Override
        Path in(Path folder) throws IOException {
            return copy(folder).resolve("model.safetensors");
        }
    },
    DIFFUSION_MODEL {
        @Override
        Path in(Path folder) throws IOException {
            var model = Files.createDirectories(folder.resolve("diffusion/unet")).getParent();
            Files.writeString(model.resolve("model_index.json"), "{\"_class_name\": \"Pipe\"}");
            return model;
        }
    },
    ADAPTER {
        @Override
        Path in(Path folder) throws IOException {
            var model = Files.createDirectory(folder.resolve("lora"));
            Files.writeString(model.resolve("adapter_config.json"), "{\"peft_type\": \"LORA\"}");
            return model;
        }
    },
    ENCODER {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.writeString(model.resolve("config.json"), "{\"model_type\": \"bert\"}");
            return model;
        }
    },
    MIXTURE_OF_EXPERTS {
        @Override
        Path in(Path folder) throws IOException {
            return edit(copy(folder), "\"model_type\": \"llama\"", "\"model_type\": \"mixtral\"");
        }
    },
    UNKNOWN_TOWER {
        @Override
        Path in(Path folder) throws IOException {
            return edit(copy(folder), "clip_vision_model", "sam_vision_model");
        }
    },
    UNKNOWN_PROJECTOR {
        @Override
        Path in(Path folder) throws IOException {
            return edit(
                    copy(folder),
                    "\"text_config\": {",
                    "\"projector_config\": {\"mm_projector_type\": \"qformer\"},"
                            + " \"text_config\": {");
        }
    },
    QUANTISED_BY_OTHERS {
        @Override
        Path in(Path folder) throws IOException {
            return edit(
                    copy(folder),
                    "\"text_config\": {",
                    "\"quantization_config\": {\"quant_method\": \"gptq\"}, \"text_config\": {");
        }
    },
    CONFIGURATION_IS_NO_JSON {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.writeString(model.resolve("config.json"), "<html>404</html>");
            return model;
        }
    },
    ABSURD_SIZE {
        @Override
        Path in(Path folder) throws IOException {
            return edit(
                    copy(folder), "\"intermediate_size\": 256", "\"intermediate_size\": 999999999");
        }
    },
    ABSURD_HEADER {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            var weights = model.resolve("model.safetensors");
            var bytes = ByteBuffer.wrap(Files.readAllBytes(weights));
            bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 60);
            Files.write(weights, bytes.array());
            return model;
        }
    },
    OTHER_SHAPES {
        @Override
        Path in(Path folder) throws IOException {
            return edit(copy(folder), "\"intermediate_size\": 256", "\"intermediate_size\": 512");
        }
    },
    MISSING_WEIGHTS {
        @Override
        Path in(Path folder) throws IOException {
            return without(copy(folder), "model.safetensors");
        }
    },
    GIT_LFS_POINTER {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.writeString(
                    model.resolve("model.safetensors"),
                    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1908688\n");
            return model;
        }
    },
    WEB_PAGE_FOR_WEIGHTS {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.writeString(
                    model.resolve("model.safetensors"), "<!DOCTYPE html><html>Sign in</html>");
            return model;
        }
    },
    MISSING_SHARD {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            index(model, "model.safetensors", "model-00002-of-00002.safetensors");
            return model;
        }
    },
    INDEX_WITHOUT_A_LAYER {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            var weights = model.resolve("model.safetensors");
            String text = Files.readString(weights, StandardCharsets.ISO_8859_1);
            Files.writeString(
                    weights,
                    text.replace("layers.1.mlp.up_proj", "layers.9.mlp.up_proj"),
                    StandardCharsets.ISO_8859_1);
            return model;
        }
    },
    INDEX_LEAVES_THE_FOLDER {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            index(model, "model.safetensors", "../../etc/passwd");
            return model;
        }
    },
    TENSOR_IN_TWO_SHARDS {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.copy(model.resolve("model.safetensors"), model.resolve("again.safetensors"));
            index(model, "model.safetensors", "again.safetensors");
            return model;
        }
    },
    CUT_WEIGHTS {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            cut(model.resolve("model.safetensors"));
            return model;
        }
    },
    LINK_TO_ITSELF {
        @Override
        Path in(Path folder) throws IOException {
            var model = without(copy(folder), "model.safetensors");
            var link = model.resolve("model.safetensors");
            Files.createSymbolicLink(link, link.getFileName());
            return model;
        }
    },
    POISONED_PICKLE {
        @Override
        Path in(Path folder) throws IOException {
            var model = without(copy(folder), "model.safetensors");
            // Protocol 2: posix.system("true").
            var pickle = Base64.getDecoder().decode("gAJjcG9zaXgKc3lzdGVtClgEAAAAdHJ1ZYVSLg==");
            try (var zip =
                    new ZipOutputStream(
                            Files.newOutputStream(model.resolve("pytorch_model.bin")))) {
                store(zip, "archive/data.pkl", pickle);
                store(zip, "archive/version", new byte[] {'3', '\n'});
            }
            return model;
        }
    },
    CUT_GGUF {
        @Override
        Path in(Path folder) throws IOException {
            var file = folder.resolve("model.gguf");
            Files.write(
                    file, new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0});
            return file;
        }
    },
    NO_TOKENIZER {
        @Override
        Path in(Path folder) throws IOException {
            var model = without(copy(folder), "tokenizer.json");
            return without(model, "tokenizer.model");
        }
    },
    NO_CHAT_TEMPLATE {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder, "text_only_llama");
            var config = model.resolve("tokenizer_config.json");
            Files.writeString(
                    config,
                    Files.readString(config).replace("\"chat_template\"", "\"old_template\""));
            return model;
        }
    },
    BROKEN_CHAT_TEMPLATE {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.writeString(model.resolve("chat_template.jinja"), "{% for message in %}");
            return model;
        }
    },
    /// Readable for root all the same.
    UNREADABLE_WEIGHTS {
        @Override
        Path in(Path folder) throws IOException {
            var model = copy(folder);
            Files.setPosixFilePermissions(model.resolve("model.safetensors"), Set.of());
            return model;
        }
    },
    NO_PICTURE_SETTINGS {
        @Override
        Path in(Path folder) throws IOException {
            return without(copy(folder), "preprocessor_config.json");
        }
    };

    /// Makes it in an empty folder.
    ///
    /// @return what a person would choose
    abstract Path in(Path folder) throws IOException;

    private static Path fixture(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var model = at.resolve("src/conformance/golden").resolve(name + "/model");
            if (Files.isDirectory(model)) {
                return model;
            }
        }
        throw new IllegalStateException("no src/conformance/golden above the working directory");
    }

    private static Path copy(Path folder) throws IOException {
        return copy(folder, "llava15");
    }

    private static Path copy(Path folder, String fixture) throws IOException {
        var copy = Files.createDirectory(folder.resolve("llava"));
        try (var files = Files.list(fixture(fixture))) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static Path edit(Path model, String old, String replacement) throws IOException {
        var config = model.resolve("config.json");
        String text = Files.readString(config);
        if (!text.contains(old)) {
            throw new UncheckedIOException(new IOException("no " + old + " in the fixture"));
        }
        Files.writeString(config, text.replace(old, replacement));
        return model;
    }

    private static Path without(Path model, String file) throws IOException {
        Files.deleteIfExists(model.resolve(file));
        return model;
    }

    private static void index(Path model, String... shards) throws IOException {
        var entries =
                Arrays.stream(shards)
                        .map(shard -> "\"tensor of %s\": \"%s\"".formatted(shard, shard))
                        .toList();
        Files.writeString(
                model.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {%s}}".formatted(String.join(", ", List.copyOf(entries))));
    }

    private static void cut(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(name);
        var sum = new CRC32();
        sum.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
