package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Tokenizer;

import java.util.Set;

/// The parts of an open model; owns them all.
///
/// @param checkpoint whose embedding table and newline are read while answering
/// @param tokenizer for turning tokens back into words
/// @param stopIds tokens that end an answer
record LocalModel(
        ModelInfo info,
        Checkpoint checkpoint,
        Variants variants,
        Tokenizer tokenizer,
        Set<Integer> stopIds,
        Resources resources)
        implements AutoCloseable {

    static LocalModel open(InstalledModel model, OpenOptions options, Progress progress)
            throws EngineException {
        var resources = new Resources();
        boolean whole = false;
        try {
            var opened = new LocalModelOpening(model, options, resources).open(progress);
            whole = true;
            // Weights were read, laid out anew and dropped.
            ProcessMemory.giveBack();
            return opened;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    @Override
    public void close() {
        resources.close();
        ProcessMemory.giveBack();
    }
}
