package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.Example;
import dev.nunchi.app.teach.prompt.PromptSet;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Named;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.SampleType;

import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/// A person writes an example for teachers: question and answer beside a picture with its symbols.
final class SeedsPane extends VBox {
    private final GenerateViewModel page;
    private final SeedsViewModel seeds;
    private final Messages messages;
    private final StackPane picture = new StackPane();
    private final VBox symbols = new VBox();
    private final VBox examples = new VBox();
    private final Label version = Nodes.label("", "muted", "small");
    private final Label saved;
    private final Button save;
    private final Button next;

    SeedsPane(GenerateViewModel page, Messages messages) {
        this.page = page;
        this.seeds = page.seeds();
        this.messages = messages;
        getStyleClass().add("form-part");
        save = Nodes.button(messages.text("generate.seeds.save"), "generate-seed", seeds::save);
        next =
                Nodes.button(
                        messages.text("generate.seeds.next"),
                        "generate-seed-next",
                        seeds::showNext);
        saved = Nodes.label(messages.text("generate.seeds.saved"), "ok-text");
        symbols.getStyleClass().add("generate-symbols");
        examples.getStyleClass().add("generate-examples");
        var body = new HBox(scene(), writing());
        body.getStyleClass().add("generate-seed-body");
        getChildren()
                .addAll(
                        Nodes.label(messages.text("generate.seeds.hint"), "muted"),
                        choices(),
                        body,
                        examples);
        WhileShown.follow(this, seeds.sceneProperty(), this::show);
        WhileShown.follow(this, seeds.promptsProperty(), now -> now.ifPresent(this::list));
        WhileShown.follow(this, seeds.questionProperty(), _ -> hinder());
        WhileShown.follow(this, seeds.answerProperty(), _ -> hinder());
        WhileShown.follow(this, seeds.savedProperty(), now -> Nodes.show(saved, now));
    }

    private Node choices() {
        var kind =
                new ComboBox<SampleType>(
                        FXCollections.observableArrayList(
                                SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX));
        kind.setId("generate-seed-kind");
        kind.setConverter(new Named<>(value -> KindWords.of(value, messages)));
        kind.valueProperty().bindBidirectional(seeds.kindProperty());
        kind.setAccessibleText(messages.text("generate.seeds.kind"));
        var language =
                new ComboBox<TeachingLanguage>(
                        FXCollections.observableArrayList(TeachingLanguage.values()));
        language.setId("generate-seed-language");
        language.setConverter(new Named<>(value -> LanguageWords.of(value, messages)));
        language.valueProperty().bindBidirectional(seeds.languageProperty());
        language.setAccessibleText(messages.text("generate.language"));
        var row = new HBox(kind, language, version);
        row.getStyleClass().add("acts");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node scene() {
        next.getStyleClass().add("quiet");
        var box = new VBox(picture, symbols, next);
        box.getStyleClass().add("generate-seed-scene");
        box.setMinWidth(SymbolPicture.SIDE);
        box.setMaxWidth(SymbolPicture.SIDE);
        return box;
    }

    private Node writing() {
        var question = area("generate-seed-question", 2);
        question.textProperty().bindBidirectional(seeds.questionProperty());
        var answer = area("generate-seed-answer", 7);
        answer.textProperty().bindBidirectional(seeds.answerProperty());
        var acts = new HBox(saved, Nodes.space(), save);
        acts.setAlignment(Pos.CENTER_LEFT);
        var box =
                new VBox(
                        Nodes.named(messages.text("generate.seeds.question"), question),
                        Nodes.named(messages.text("generate.seeds.answer"), answer),
                        acts);
        box.getStyleClass().add("form-part");
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static TextArea area(String id, int rows) {
        var area = new TextArea();
        area.setId(id);
        area.setPrefRowCount(rows);
        area.setWrapText(true);
        return area;
    }

    private void show(Optional<Scene> scene) {
        symbols.getChildren().clear();
        picture.getChildren().clear();
        hinder();
        Nodes.show(next, scene.isPresent());
        if (scene.isEmpty()) {
            picture.getChildren()
                    .add(
                            Nodes.label(
                                    messages.text("generate.seeds.noPicture"), "muted", "centred"));
            return;
        }
        var now = scene.get();
        page.thumbnails()
                .request(
                        now.picture(),
                        2 * (int) SymbolPicture.SIDE,
                        address -> {
                            if (seeds.sceneProperty().get().equals(scene)) {
                                picture.getChildren()
                                        .setAll(
                                                new SymbolPicture(
                                                        new Image(address.toString()),
                                                        now.boxes()));
                            }
                        });
        now.captions().forEach(caption -> symbols.getChildren().add(Nodes.label(caption, "small")));
        if (!now.boxes().isEmpty()) {
            symbols.getChildren().add(Nodes.label(things(now), "muted", "small"));
        }
    }

    private static String things(Scene scene) {
        var counts =
                scene.boxes().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Box::category, LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " × " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private void list(PromptSet set) {
        version.setText(messages.text("generate.seeds.version", set.version()));
        examples.getChildren()
                .setAll(
                        Nodes.label(
                                messages.text("generate.seeds.count", set.examples().size()),
                                "strong"));
        set.examples().stream().map(this::line).forEach(examples.getChildren()::add);
        hinder();
    }

    private Node line(Example example) {
        var question = Nodes.label(example.turns().getFirst().text());
        question.setMinWidth(0);
        HBox.setHgrow(question, Priority.ALWAYS);
        question.setMaxWidth(Double.MAX_VALUE);
        var remove = new Button("", Icon.DELETE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setAccessibleText(messages.text("generate.seeds.remove"));
        remove.setTooltip(new Tooltip(messages.text("generate.seeds.remove")));
        remove.setOnAction(_ -> seeds.remove(example));
        var line = new HBox(question, remove);
        line.getStyleClass().add("generate-example");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void hinder() {
        Hindrance.set(
                save,
                seeds.canSave()
                        ? Optional.empty()
                        : Optional.of(messages.text("generate.not.seed")));
    }
}
