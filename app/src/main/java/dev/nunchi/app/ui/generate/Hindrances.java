package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

import java.util.Optional;
import java.util.stream.Stream;

/// Why rows cannot be made yet, in words.
final class Hindrances {
    private Hindrances() {}

    static Optional<String> of(GenerateViewModel page, Messages messages) {
        if (page.makingProperty().get().isActive()) {
            return Optional.of(messages.text("generate.not.active"));
        }
        return page.order()
                .missing(page.sourceProperty().get())
                .map(missing ->
                        messages.text(
                                switch (missing) {
                                    case SOURCE, PICTURES -> "generate.not.source";
                                    case KINDS -> "generate.not.kinds";
                                    case LIMIT -> "generate.not.limit";
                                    case BUDGET -> "generate.not.budget";
                                    case OUT -> "generate.not.out";
                                }));
    }

    /// Runs whenever the answer may be another one.
    static void whenChanged(Node node, GenerateViewModel page, Runnable act) {
        var order = page.order();
        Stream.<ObservableValue<?>>of(
                        page.sourceProperty(),
                        page.makingProperty(),
                        order.kindsProperty(),
                        order.teacherProperty(),
                        order.limitProperty(),
                        order.budgetProperty(),
                        order.outProperty())
                .forEach(value -> WhileShown.follow(node, value, _ -> act.run()));
    }
}
