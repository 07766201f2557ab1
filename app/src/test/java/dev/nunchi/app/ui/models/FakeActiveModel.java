package dev.nunchi.app.ui.models;

import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.List;
import java.util.function.LongConsumer;

/// Opens every model at once.
final class FakeActiveModel implements ActiveModel {
    static final long GIVEN_BACK = 1_200_000_000;

    private final ObjectProperty<Status> status = new SimpleObjectProperty<>(new Status.None());

    @Override
    public ObjectProperty<Status> status() {
        return status;
    }

    @Override
    public void open(InstalledModel model) {
        status.set(new Status.Open(new ModelInfo(model.name(), 2048, 49, "cpu", List.of())));
    }

    @Override
    public void open(InstalledModel model, int context) {
        status.set(new Status.Open(new ModelInfo(model.name(), context, 49, "cpu", List.of())));
    }

    @Override
    public void unload(LongConsumer done) {
        status.set(new Status.None());
        done.accept(GIVEN_BACK);
    }

    @Override
    public void removed(InstalledModel model) {
        status.set(new Status.None());
    }
}
