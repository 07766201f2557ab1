package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.Machine.DeviceChoice;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What models compute with.
final class ComputingCard {
    private final SettingsViewModel settings;
    private final ComputingViewModel computing;
    private final Messages messages;
    private final StringProperty measuredWords = new SimpleStringProperty("");

    ComputingCard(SettingsViewModel settings, ComputingViewModel computing, Messages messages) {
        this.settings = settings;
        this.computing = computing;
        this.messages = messages;
    }

    Node node() {
        var missing = new VBox();
        missing.getStyleClass().add("settings-missing");
        var card =
                new SettingsCard(text("settings.computing"))
                        .paragraph(text("settings.computing.hint"), "muted")
                        .row(text("settings.device"), text("settings.device.hint"), device())
                        .row(text("settings.threads"), text("settings.threads.hint"), threads())
                        .row(text("settings.measured"), measuredWords, measure())
                        .problem(
                                text("settings.measure.failed"),
                                computing.problemProperty().map(Optional::isPresent))
                        .row(text("settings.context"), text("settings.context.hint"), context());
        card.getChildren().add(3, missing);
        WhileShown.follow(card, computing.devices(), () -> showMissing(missing));
        card.sceneProperty()
                .subscribe(scene -> Optional.ofNullable(scene).ifPresent(_ -> computing.look()));
        return card;
    }

    /// Devices that this computer does not have cannot be chosen; why stands below.
    private void showMissing(VBox missing) {
        missing.getChildren().clear();
        for (var device : computing.devices()) {
            device.missing()
                    .ifPresent(_ -> {
                        var line =
                                new Label(text("settings.device.missing", nameOf(device.name())));
                        line.getStyleClass().addAll("small", "muted");
                        line.setWrapText(true);
                        missing.getChildren().add(line);
                    });
        }
        missing.setVisible(!missing.getChildren().isEmpty());
        missing.setManaged(missing.isVisible());
    }

    private Node device() {
        ComboBox<Optional<String>> box =
                Choice.of(
                        "settings-device",
                        List.of(Optional.<String>empty()),
                        name -> name.map(this::nameOf).orElseGet(() -> text("settings.automatic")),
                        computing::chooseDevice);
        WhileShown.follow(box, computing.devices(), () -> showDevices(box));
        WhileShown.follow(
                box, settings.settingsProperty(), now -> box.setValue(now.computing().device()));
        return box;
    }

    private void showDevices(ComboBox<Optional<String>> box) {
        var there =
                computing.devices().stream()
                        .filter(device -> device.missing().isEmpty())
                        .map(DeviceChoice::name);
        var kept = computing.computing().device().stream();
        var all = Stream.concat(there, kept).distinct().map(Optional::of);
        box.getItems().setAll(Stream.concat(Stream.of(Optional.<String>empty()), all).toList());
        box.setValue(computing.computing().device());
    }

    private Node threads() {
        return number(
                "settings-threads",
                computing.threadChoices(),
                this::threadWords,
                new Chosen(computing::chooseThreads, () -> computing.computing().threads()));
    }

    private String threadWords(OptionalInt threads) {
        return threads.isPresent()
                ? text("settings.threads.count", threads.getAsInt())
                : text("settings.automatic");
    }

    private Node context() {
        return number(
                "settings-context",
                computing.contextChoices(),
                tokens ->
                        tokens.isPresent()
                                ? text("settings.context.tokens", tokens.getAsInt())
                                : text("settings.context.whole"),
                new Chosen(computing::chooseContext, computing::context));
    }

    /// A number that may be left to the program.
    private record Chosen(Consumer<OptionalInt> choose, Supplier<OptionalInt> chosen) {}

    private Node number(
            String id, List<Integer> values, Function<OptionalInt, String> name, Chosen number) {
        var choices =
                Stream.concat(Stream.of(OptionalInt.empty()), values.stream().map(OptionalInt::of))
                        .toList();
        var box = Choice.of(id, choices, name, number.choose());
        WhileShown.follow(
                box, settings.settingsProperty(), _ -> box.setValue(number.chosen().get()));
        return box;
    }

    private Node measure() {
        var again = new Button(text("settings.measure"));
        again.setId("settings-measure");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setTooltip(new Tooltip(text("settings.measure.hint")));
        again.setOnAction(_ -> computing.measure());
        WhileShown.follow(
                again, settings.settingsProperty(), _ -> measuredWords.set(measuredWords()));
        WhileShown.follow(
                again,
                computing.measuringProperty(),
                running -> {
                    Hindrance.set(
                            again,
                            running ? Optional.of(text("settings.measuring")) : Optional.empty());
                    measuredWords.set(running ? text("settings.measuring") : measuredWords());
                });
        return again;
    }

    private String measuredWords() {
        var threads = computing.measuredThreads();
        return threads.isPresent()
                ? text("settings.measured.threads", threads.getAsInt(), computing.cores())
                : text("settings.measured.not");
    }

    private String nameOf(String device) {
        return switch (device) {
            case "cpu" -> text("settings.device.cpu");
            case "webgpu" -> text("settings.device.webgpu");
            case "cuda" -> text("settings.device.cuda");
            case "directml" -> text("settings.device.directml");
            default -> device;
        };
    }

    private String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }
}
