package dev.nunchi.engine.finetune;

import dev.nunchi.engine.chat.Resources;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Tokenizer;

import java.util.Optional;

/// A model opened for training. Owns all its parts; confined to one thread.
///
/// @param hash of its weights
/// @param features empty if it takes no pictures
record TrainingModel(
        InstalledModel model,
        Checkpoint checkpoint,
        InferenceRuntime runtime,
        Tokenizer tokenizer,
        SampleEncoder encoder,
        String hash,
        Optional<FeatureStore> features,
        Resources resources)
        implements AutoCloseable {

    static TrainingModel open(InstalledModel model, TrainingFolders folders, Device device)
            throws EngineException {
        var resources = new Resources();
        boolean whole = false;
        try {
            var opened = open(model, folders, device, resources);
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    private static TrainingModel open(
            InstalledModel model, TrainingFolders folders, Device device, Resources resources)
            throws EngineException {
        var checkpoint = resources.add(model.open(), Checkpoint::close);
        var runtime = resources.add(Devices.open(device), InferenceRuntime::close);
        var tokenizer = resources.add(Tokenizer.open(checkpoint.tokenizer()), Tokenizer::close);
        var hash = BaseHash.of(checkpoint, folders.compiled());
        var layouts = new PictureLayouts(checkpoint.config());
        Optional<FeatureStore> features = Optional.empty();
        if (checkpoint.config().projector().isPresent()) {
            var tower =
                    resources.add(
                            new TowerRows(checkpoint, runtime, folders.compiled()),
                            TowerRows::close);
            var cache = folders.features().resolve(FeatureStore.folderOf(hash));
            features = Optional.of(new FeatureStore(cache, layouts, tower));
        }
        var encoder = new SampleEncoder(PromptEncoder.of(checkpoint, tokenizer), layouts);
        return new TrainingModel(
                model, checkpoint, runtime, tokenizer, encoder, hash, features, resources);
    }

    @Override
    public void close() {
        resources.close();
    }
}
