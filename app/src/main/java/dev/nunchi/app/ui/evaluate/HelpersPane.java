package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.ui.control.Named;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What answers are measured against: the blind baseline always, a judge if the person wants one.
final class HelpersPane extends VBox {
    private static final double WIDE = 280;

    private final OrderViewModel order;
    private final Messages messages;
    private final ComboBox<Optional<Answerer>> judge;
    private final ComboBox<Optional<Answerer>> teacher;
    private final Node teacherBox;
    private final Label leaves;

    HelpersPane(EvaluateViewModel page, Messages messages) {
        this.order = page.order();
        this.messages = messages;
        getStyleClass().add("form-part");
        judge = chooser("evaluation-judge", order.judgeProperty());
        teacher = chooser("evaluation-teacher", order.teacherProperty());
        teacherBox = Nodes.named(messages.text("evaluation.teacher"), teacher);
        leaves = Nodes.label(messages.text("evaluation.judge.leaves"), "muted", "small");
        var blind = new ComboBox<Sight>();
        blind.setId("evaluation-blind");
        blind.getItems().setAll(Sight.SHUFFLED, Sight.WITHHELD);
        blind.setConverter(new Named<>(sight -> messages.text("evaluation.blind." + sight.word())));
        blind.valueProperty().bindBidirectional(order.blindProperty());
        var choices =
                new FlowPane(
                        Nodes.named(messages.text("evaluation.blind"), blind),
                        Nodes.named(messages.text("evaluation.judge"), judge),
                        teacherBox);
        choices.getStyleClass().add("form-choices");
        getChildren()
                .addAll(
                        choices,
                        Nodes.label(messages.text("evaluation.blind.about"), "muted", "small"),
                        Nodes.label(messages.text("evaluation.judge.about"), "muted", "small"),
                        leaves);
        WhileShown.follow(this, order.available(), this::offer);
        WhileShown.follow(this, order.judgeProperty(), this::tell);
        WhileShown.follow(
                this,
                order.materialProperty(),
                _ -> Nodes.show(teacherBox, order.lacksReferences()));
    }

    private ComboBox<Optional<Answerer>> chooser(
            String id, ObjectProperty<Optional<Answerer>> chosen) {
        var box = new ComboBox<Optional<Answerer>>();
        box.setId(id);
        box.setMaxWidth(WIDE);
        box.setConverter(
                new Named<>(who ->
                        who.map(known -> AnswererWords.of(known, messages))
                                .orElseGet(() -> messages.text("evaluation.nobody"))));
        box.getItems().setAll(List.of(Optional.empty()));
        box.valueProperty().bindBidirectional(chosen);
        return box;
    }

    private void offer() {
        var all = new ArrayList<Optional<Answerer>>();
        all.add(Optional.empty());
        order.available().forEach(who -> all.add(Optional.of(who)));
        for (var box : List.of(judge, teacher)) {
            if (!box.getItems().equals(all)) {
                var chosen = box.getValue();
                box.getItems().setAll(all);
                box.setValue(chosen);
            }
        }
    }

    private void tell(Optional<Answerer> now) {
        Nodes.show(leaves, now.filter(Answerer::isRemote).isPresent());
    }
}
