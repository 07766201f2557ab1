package dev.nunchi.app;

import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.ui.catalogue.CatalogueViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;

/// Whether the person has allowed downloads, as the settings keep it.
record DownloadPermission(SettingsViewModel choices) implements CatalogueViewModel.Permission {
    @Override
    public boolean isGiven() {
        return choices.settingsProperty().get().allows(NetworkUse.MODEL_DOWNLOADS);
    }

    @Override
    public void give() {
        choices.allow(NetworkUse.MODEL_DOWNLOADS);
    }
}
