package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.QuantisedFile;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.quantize.Quantisation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A checkpoint that is to be imported, and what lies beside it.
///
/// @param path a folder or a GGUF file
/// @param root the folder that the files keep their places in
/// @param files all that goes into the library
record ImportSource(Path path, Path root, List<Path> files, LlavaConfig config) {
    ImportSource {
        files = List.copyOf(files);
    }

    static ImportSource of(Path path, Checkpoint checkpoint) throws EngineException {
        var root = Files.isDirectory(path) ? path : parentOf(path);
        var files = new ArrayList<>(checkpoint.files());
        try {
            if (root.equals(path)) {
                files.addAll(ModelFolder.papers(root));
                files.addAll(OwnAdapter.files(root));
            }
        } catch (IOException e) {
            throw StorageException.of(root, "reading the model's folder", e);
        }
        return new ImportSource(path, root, files, checkpoint.config());
    }

    private static Path parentOf(Path file) throws CheckpointException {
        var parent = file.getParent();
        if (parent == null) {
            throw new CheckpointException(file, "is no file");
        }
        return parent;
    }

    /// What is to be written.
    ///
    /// @throws UnsupportedModelException if it is to be packed and is a GGUF model that holds
    ///   nothing to pack
    ImportPlan plan(Optional<Packing> packing) throws EngineException {
        if (packing.isPresent()) {
            requireFloats(packing.get().quantisation());
        }
        return ImportPlan.of(root, files, packing);
    }

    private void requireFloats(Quantisation quantisation) throws EngineException {
        var ggufs = files.stream().filter(PackedNames::isGguf).toList();
        for (var gguf : ggufs) {
            if (QuantisedFile.of(gguf, quantisation.ofLanguage()::formatOf).packs()) {
                return;
            }
        }
        if (!ggufs.isEmpty()) {
            throw new UnsupportedModelException(
                    UnsupportedModelException.Reason.PACKED,
                    String.valueOf(ggufs.getFirst().getFileName()),
                    List.of("importing it as it is"));
        }
    }
}
