package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.Node;
import javafx.scene.control.TextField;

import org.controlsfx.control.ToggleSwitch;

import java.util.ArrayList;
import java.util.Locale;

/// Every use of the network that there is: what is sent, when and to whom, and a switch.
final class PrivacyCard {
    private final SettingsViewModel settings;
    private final Messages messages;

    PrivacyCard(SettingsViewModel settings, Messages messages) {
        this.settings = settings;
        this.messages = messages;
    }

    Node[] nodes() {
        var nodes = new ArrayList<Node>();
        nodes.add(
                new SettingsCard(text("privacy.title"))
                        .paragraph(text("privacy.statement"), "plain")
                        .paragraph(text("privacy.statement.data"), "plain")
                        .paragraph(text("privacy.statement.telemetry"), "plain")
                        .paragraph(text("privacy.statement.links"), "plain"));
        for (var use : NetworkUse.values()) {
            nodes.add(card(use));
        }
        return nodes.toArray(Node[]::new);
    }

    private Node card(NetworkUse use) {
        String key = "privacy." + use.name().toLowerCase(Locale.ROOT);
        var card =
                new SettingsCard(text(key))
                        .row(text("privacy.allow"), text(key + ".why"), allowed(use, text(key)))
                        .fact(text("privacy.what"), text(key + ".what"))
                        .fact(text("privacy.when"), text(key + ".when"))
                        .fact(text("privacy.to"), text(key + ".to"));
        return use == NetworkUse.MODEL_DOWNLOADS ? withMirror(card) : card;
    }

    private Node withMirror(SettingsCard card) {
        var field = new TextField();
        field.setId("settings-mirror");
        field.setPromptText(text("settings.mirror.prompt"));
        field.textProperty().bindBidirectional(settings.mirrorProperty());
        field.setOnAction(_ -> settings.commit());
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        settings.commit();
                    }
                });
        return card.block(text("settings.mirror"), text("settings.mirror.hint"), field)
                .problem(text("settings.mirror.invalid"), settings.mirrorValidProperty().not());
    }

    private Node allowed(NetworkUse use, String name) {
        var toggle = new ToggleSwitch();
        toggle.setId("privacy-" + use.name().toLowerCase(Locale.ROOT));
        WhileShown.follow(
                toggle, settings.settingsProperty(), now -> toggle.setSelected(now.allows(use)));
        toggle.selectedProperty()
                .subscribe((_, on) -> {
                    if (on) {
                        settings.allow(use);
                    } else {
                        settings.forbid(use);
                    }
                });
        toggle.setAccessibleText(name);
        return toggle;
    }

    private String text(String key) {
        return messages.text(key);
    }
}
