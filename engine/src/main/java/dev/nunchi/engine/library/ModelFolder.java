package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ClipConfig;
import dev.nunchi.engine.checkpoint.Dinov2Config;
import dev.nunchi.engine.checkpoint.EfficientNetConfig;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.SiglipConfig;
import dev.nunchi.engine.checkpoint.VisionConfig;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.model.WeightMemory;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.storage.Storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One model's folder: its files and, if it was imported, a description so that listing models need
/// not open them.
final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DESCRIPTION = "nunchi-model.json";
    private static final Pattern PAPER =
            Pattern.compile("(LICEN[CS]E|NOTICE|README|MODEL_CARD|USE_POLICY)[^/]{0,80}");
    private static final int MAX_DESCRIPTION = 1 << 16;
    private static final String UNKNOWN = "";

    /// @param bytes of its files, without what it has learnt itself
    /// @param memory that its weights take when it is open
    record Description(
            Architecture architecture, long bytes, long memory, Optional<PackedWeights> packed) {
        static Description of(Checkpoint checkpoint, long bytes, Optional<PackedWeights> packed) {
            return new Description(
                    architectureOf(checkpoint.config()),
                    bytes,
                    WeightMemory.bytes(checkpoint.tensors().values()),
                    packed);
        }
    }

    private ModelFolder() {}

    /// Whether an import ended here; it writes the description last.
    static boolean isWhole(Path folder) {
        return !Storage.isPart(folder) && Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /// What lies beside the weights for people: licences, notices and the model card. A copy of a
    /// model without them may break its terms.
    static List<Path> papers(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> PAPER.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /// A model that cannot be opened is listed too: opening it tells what is wrong.
    static InstalledModel describe(Path folder, Origin origin) {
        var name = String.valueOf(folder.getFileName());
        var description = read(folder).orElseGet(() -> examine(folder));
        return new InstalledModel(
                name,
                folder,
                origin,
                description.bytes() + learntBytes(folder),
                description.memory(),
                description.architecture(),
                description.packed(),
                learnt(folder));
    }

    private static Optional<AdapterInfo> learnt(Path folder) {
        try {
            return OwnAdapter.info(folder);
        } catch (EngineException e) {
            LOG.warn("what a model has learnt cannot be read", e);
            return Optional.empty();
        }
    }

    private static long learntBytes(Path folder) {
        try {
            return OwnAdapter.bytes(folder);
        } catch (StorageException e) {
            LOG.warn("what a model has learnt cannot be read", e);
            return 0;
        }
    }

    private static Optional<Description> read(Path folder) {
        var file = folder.resolve(DESCRIPTION);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_DESCRIPTION) {
                return Optional.empty();
            }
            var root = JSON.readTree(Files.readString(file));
            return Optional.of(
                    new Description(
                            Architecture.parse(root.path("architecture").asString(UNKNOWN)),
                            root.path("bytes").asLong(0),
                            root.path("memory").asLong(root.path("bytes").asLong(0)),
                            PackedJson.read(root.path("packed"))));
        } catch (IOException | JacksonException e) {
            LOG.warn("a model's description cannot be read", e);
            return Optional.empty();
        }
    }

    /// Puts what packing cost into an imported model's description.
    static void writeDamage(InstalledModel model, Damage damage) throws IOException {
        var packed = model.packed().orElseThrow().withDamage(damage);
        var part = Storage.partOf(model.folder().resolve(DESCRIPTION));
        long bytes = model.bytes() - learntBytes(model.folder());
        var description =
                new Description(model.architecture(), bytes, model.memory(), Optional.of(packed));
        Storage.flush(Files.writeString(part, text(description)));
        Storage.publish(part, model.folder().resolve(DESCRIPTION));
    }

    private static Description examine(Path folder) {
        try (var checkpoint = Checkpoint.open(folder)) {
            long bytes = 0;
            for (var file : checkpoint.files()) {
                bytes += Files.size(file);
            }
            return Description.of(checkpoint, bytes, Optional.empty());
        } catch (EngineException | IOException e) {
            LOG.warn("a model cannot be opened", e);
            return new Description(Architecture.parse(UNKNOWN), 0, 0, Optional.empty());
        }
    }

    static void write(Path folder, Description description) throws IOException {
        Storage.flush(Files.writeString(folder.resolve(DESCRIPTION), text(description)));
    }

    private static String text(Description description) {
        var root = JSON.createObjectNode();
        root.put("architecture", description.architecture().toString())
                .put("bytes", description.bytes())
                .put("memory", description.memory());
        description.packed().ifPresent(packed -> PackedJson.put(root, packed));
        return root.toString();
    }

    private static Architecture architectureOf(LlavaConfig config) {
        String language = config.language().family();
        String parts =
                config.vision().map(vision -> tower(vision) + " + " + language).orElse(language);
        return new Architecture(parts, config.language().numLayers());
    }

    private static String tower(VisionConfig vision) {
        return switch (vision) {
            case ClipConfig _ -> "CLIP ViT";
            case SiglipConfig _ -> "SigLIP";
            case Dinov2Config _ -> "DINOv2";
            case EfficientNetConfig _ -> "EfficientNet-Lite0";
        };
    }

    /// What lies in a folder; 0 if it is not there.
    static long bytesOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /// Removes what an import or a comparison has not finished.
    static void clean(Path part) throws StorageException {
        try {
            Storage.delete(part);
        } catch (IOException e) {
            throw StorageException.of(part, "removing an unfinished import", e);
        }
    }
}
