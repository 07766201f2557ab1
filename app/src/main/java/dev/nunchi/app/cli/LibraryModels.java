package dev.nunchi.app.cli;

import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.service.SamplePictures;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.eval.PackingCaptions;
import dev.nunchi.engine.finetune.TrainingFolders;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.Quantisation;
import dev.nunchi.engine.runtime.Device;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The person's own models and the bundled ones. Touches no folder before the first call, so that
/// `--help` works where nothing can be written.
final class LibraryModels implements Models {
    @Override
    public List<InstalledModel> list() throws EngineException {
        return library().list();
    }

    @Override
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        try (var runtime = Devices.open(Device.CPU)) {
            return library()
                    .importFrom(SamplePictures.measured(request, runtime), progress, cancel);
        }
    }

    @Override
    public InstalledModel measure(InstalledModel model, Path original, Progress progress)
            throws EngineException {
        try (var runtime = Devices.open(Device.CPU)) {
            var captions = new PackingCaptions(SamplePictures.captioned(), progress);
            return library()
                    .measure(model, new ModelLibrary.Comparison(original, runtime, captions));
        }
    }

    @Override
    public ImportPreview preview(InstalledModel model) throws EngineException {
        return ImportPreview.of(model.folder(), Quantisation.int4(Rounding.NEAREST));
    }

    @Override
    public void remove(InstalledModel model) throws EngineException {
        library().remove(model);
    }

    @Override
    public Assistant open(Answerer answerer, Progress progress) throws EngineException {
        var options =
                OpenOptions.of(AppFolders.fromEnvironment().compiledModels())
                        .withAdapters(answerer.adapter().stream().toList())
                        .withForm(answerer.form())
                        .withDevice(answerer.device());
        return Assistants.open(answerer.model(), options, progress);
    }

    @Override
    public AdapterLibrary adapters() throws EngineException {
        return new AdapterLibrary(AppFolders.fromEnvironment().adapters());
    }

    @Override
    public BaseModel base(InstalledModel model) throws EngineException {
        try (var checkpoint = model.open()) {
            var cache = AppFolders.fromEnvironment().compiledModels();
            return new BaseModel(model.name(), BaseHash.of(checkpoint, cache), checkpoint.config());
        }
    }

    @Override
    public ModelDownloads downloads() throws EngineException {
        var folders = AppFolders.fromEnvironment();
        var settings = SettingsStore.open(folders.settings());
        return DownloadService.models(folders, settings::current);
    }

    @Override
    public AppFolders folders() throws EngineException {
        return AppFolders.fromEnvironment();
    }

    @Override
    public TrainingFolders training() throws EngineException {
        return AppFolders.fromEnvironment().training();
    }

    private static ModelLibrary library() throws StorageException {
        return new ModelLibrary(AppFolders.fromEnvironment().models(), Assets.bundledModels());
    }
}
