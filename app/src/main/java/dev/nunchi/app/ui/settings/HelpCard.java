package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.settings.SettingsView.Acts;
import dev.nunchi.app.ui.settings.UpkeepViewModel.State;

import javafx.scene.control.Button;
import javafx.scene.layout.Region;

import java.util.Optional;

/// What helps when something is wrong.
final class HelpCard {
    private final UpkeepViewModel upkeep;
    private final Messages messages;
    private final Acts acts;

    HelpCard(UpkeepViewModel upkeep, Messages messages, Acts acts) {
        this.upkeep = upkeep;
        this.messages = messages;
        this.acts = acts;
    }

    SettingsCard node() {
        return new SettingsCard(messages.text("support.help"))
                .row(
                        messages.text("support.upkeep.row"),
                        upkeep.stateProperty().map(this::sentence),
                        upkeep())
                .row(
                        messages.text("support.log.row"),
                        "",
                        button("settings-log", "support.log.open", acts.openLog()))
                .row(
                        messages.text("support.diagnostics.row"),
                        messages.text("support.diagnostics.hint"),
                        button(
                                "settings-diagnostics",
                                "support.diagnostics.make",
                                acts.makeDiagnostics()));
    }

    private Button upkeep() {
        var button = button("settings-upkeep", "support.upkeep.check", upkeep::goOn);
        WhileShown.follow(
                button,
                upkeep.stateProperty(),
                state -> {
                    boolean damaged = state instanceof State.Damaged;
                    button.setText(
                            messages.text(
                                    damaged ? "support.upkeep.mend" : "support.upkeep.check"));
                    Hindrance.set(
                            button,
                            state.isBusy() ? Optional.of(sentence(state)) : Optional.empty());
                });
        return button;
    }

    private String sentence(State state) {
        return switch (state) {
            case State.Unchecked _ -> messages.text("support.upkeep.hint");
            case State.Checking _ -> messages.text("support.upkeep.checking");
            case State.Sound(long conversations) ->
                    messages.text("support.upkeep.sound", conversations);
            case State.Damaged _ -> messages.text("support.upkeep.damaged");
            case State.Mending _ -> messages.text("support.upkeep.mending");
            case State.Whole(var mended) ->
                    messages.text(
                            "support.upkeep.mended",
                            mended.conversations(),
                            String.valueOf(mended.old().getFileName()));
            case State.Failed(var problem) -> (problem.sentence() + " " + problem.act()).strip();
        };
    }

    private Button button(String id, String key, Runnable act) {
        var button = new Button(messages.text(key));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> act.run());
        return button;
    }
}
