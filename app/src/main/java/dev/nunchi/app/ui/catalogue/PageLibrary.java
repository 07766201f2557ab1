package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.ui.models.ModelCard;
import dev.nunchi.app.ui.models.ModelsViewModel;
import dev.nunchi.app.ui.models.ModelsViewModel.Import;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The installed models of the models page.
public final class PageLibrary implements Library {
    private final ModelsViewModel models;
    private final ReadOnlyObjectWrapper<List<String>> names =
            new ReadOnlyObjectWrapper<>(List.of());

    public PageLibrary(ModelsViewModel models) {
        this.models = models;
        models.cards().addListener((ListChangeListener<ModelCard>) _ -> show());
        show();
    }

    private void show() {
        names.set(models.cards().stream().map(card -> card.model().name()).toList());
    }

    @Override
    public ObservableValue<List<String>> names() {
        return names.getReadOnlyProperty();
    }

    @Override
    public ObservableValue<Optional<String>> imported() {
        return models.importProperty()
                .map(now ->
                        now instanceof Import.Done(String name)
                                ? Optional.of(name)
                                : Optional.empty());
    }

    @Override
    public boolean isBusy() {
        return models.busyProperty().getValue();
    }

    @Override
    public void add(Path folder) {
        models.drop(folder);
    }
}
