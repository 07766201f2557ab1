package dev.nunchi.app;

import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.app.service.SamplePictures;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.eval.PackingCaptions;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Device;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The engine's library as the services see it.
///
/// @param scratch where models are compiled that nobody keeps
record LibraryCatalog(ModelLibrary library, Path scratch) implements ModelCatalog {
    @Override
    public List<InstalledModel> list() throws StorageException {
        return library.list();
    }

    @Override
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        try (var runtime = Devices.open(Device.CPU)) {
            return library.importFrom(SamplePictures.measured(request, runtime), progress, cancel);
        }
    }

    @Override
    public ImportPreview preview(Path source) throws EngineException {
        var smaller = ImportRequest.smaller(source).quantisation().orElseThrow();
        return ImportPreview.of(source, smaller);
    }

    @Override
    public InstalledModel measure(InstalledModel model, Path original, Progress progress)
            throws EngineException {
        try (var runtime = Devices.open(Device.CPU)) {
            var captions = new PackingCaptions(SamplePictures.captioned(), progress);
            return library.measure(model, new ModelLibrary.Comparison(original, runtime, captions));
        }
    }

    @Override
    public List<SelfCheck.Finding> check(InstalledModel model, Assistant assistant, Watch watch)
            throws EngineException {
        var room = new SelfCheck.Room(ProcessMemory.free(), scratch);
        return new SelfCheck(model, assistant, SamplePictures.any(), room)
                .run(watch.progress(), watch.cancel());
    }

    @Override
    public Optional<SpeedTest.Result> time(Assistant assistant, Watch watch)
            throws EngineException {
        return SpeedTest.run(assistant, SamplePictures.any(), watch.progress(), watch.cancel());
    }

    @Override
    public List<DeviceStatus> devices() {
        return Devices.list();
    }

    @Override
    public void remove(InstalledModel model) throws StorageException {
        library.remove(model);
    }
}
