package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.TeacherChoice;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.ui.control.Named;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.data.SampleType;

import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which kinds of rows, who writes them, in which language, how many, where to.
final class OrderPane extends VBox {
    private static final int NUMBER_COLUMNS = 9;

    private final OrderViewModel order;
    private final Messages messages;
    private final Map<SampleType, CheckBox> kinds = new EnumMap<>(SampleType.class);
    private final Label about = Nodes.label("", "muted", "small");
    private final Label file = new Label();
    private final VBox budget = new VBox();

    OrderPane(GenerateViewModel page, Messages messages) {
        this.order = page.order();
        this.messages = messages;
        getStyleClass().add("form-part");
        getChildren().addAll(kinds(), choices(), about, fileRow());
        WhileShown.follow(this, order.kindsProperty(), this::showKinds);
        WhileShown.follow(this, order.teacherProperty(), this::showTeacher);
        WhileShown.follow(this, order.outProperty(), this::showFile);
        WhileShown.follow(this, page.makingProperty(), making -> setDisable(making.isActive()));
    }

    private Node kinds() {
        var row = new VBox();
        row.getStyleClass().add("generate-kinds");
        for (var kind :
                List.of(
                        SampleType.CONVERSATION,
                        SampleType.DETAIL,
                        SampleType.COMPLEX,
                        SampleType.CAPTION)) {
            var box = new CheckBox(KindWords.of(kind, messages));
            box.setId("generate-kind-" + kind.word());
            box.setMinWidth(USE_PREF_SIZE);
            box.setOnAction(_ -> order.toggle(kind));
            kinds.put(kind, box);
            var line =
                    new HBox(box, Nodes.label(KindWords.about(kind, messages), "muted", "small"));
            line.getStyleClass().add("generate-kind");
            line.setAlignment(Pos.CENTER_LEFT);
            row.getChildren().add(line);
        }
        return row;
    }

    private Node choices() {
        var teacher = new ComboBox<TeacherChoice>(order.teachers());
        teacher.setId("generate-teacher");
        teacher.setConverter(new Named<>(this::nameOf));
        teacher.valueProperty().bindBidirectional(order.teacherProperty());
        var language =
                new ComboBox<TeachingLanguage>(
                        FXCollections.observableArrayList(TeachingLanguage.values()));
        language.setId("generate-language");
        language.setConverter(new Named<>(value -> LanguageWords.of(value, messages)));
        language.valueProperty().bindBidirectional(order.languageProperty());
        var limit = number("generate-limit");
        limit.textProperty().bindBidirectional(order.limitProperty());
        limit.setPromptText(messages.text("generate.limit.all"));
        var tokens = number("generate-budget");
        tokens.textProperty().bindBidirectional(order.budgetProperty());
        tokens.setPromptText(messages.text("generate.budget.any"));
        budget.getChildren().setAll(Nodes.named(messages.text("generate.budget"), tokens));
        var row =
                new FlowPane(
                        Nodes.named(messages.text("generate.teacher"), teacher),
                        Nodes.named(messages.text("generate.language"), language),
                        Nodes.named(messages.text("generate.limit"), limit),
                        budget);
        row.getStyleClass().add("form-choices");
        return row;
    }

    private static TextField number(String id) {
        var field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(NUMBER_COLUMNS);
        return field;
    }

    private Node fileRow() {
        file.getStyleClass().add("muted");
        file.setMinWidth(0);
        var change =
                Nodes.button(messages.text("generate.out.change"), "generate-out", this::choose);
        change.getStyleClass().add("quiet");
        var row = new HBox(file, change);
        row.getStyleClass().add("acts");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void choose() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("generate.out.title"));
        order.outProperty()
                .get()
                .ifPresent(now -> {
                    chooser.setInitialFileName(SourcePane.name(now));
                    Optional.ofNullable(now.getParent())
                            .ifPresent(folder -> chooser.setInitialDirectory(folder.toFile()));
                });
        Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .ifPresent(chosen -> order.writeTo(chosen.toPath()));
    }

    private void showKinds(Set<SampleType> now) {
        kinds.forEach((kind, box) -> box.setSelected(now.contains(kind)));
    }

    private void showTeacher(TeacherChoice choice) {
        Nodes.show(budget, choice instanceof TeacherChoice.Server);
        about.setText(
                messages.text(
                        switch (choice) {
                            case TeacherChoice.Symbolic _ -> "generate.teacher.symbolic.about";
                            case TeacherChoice.Local _ -> "generate.teacher.local.about";
                            case TeacherChoice.Server _ -> "generate.teacher.server.about";
                        }));
    }

    private String nameOf(TeacherChoice choice) {
        return switch (choice) {
            case TeacherChoice.Symbolic _ -> messages.text("generate.teacher.symbolic");
            case TeacherChoice.Local(var model) -> model.name();
            case TeacherChoice.Server(var endpoint) -> endpoint.name();
        };
    }

    private void showFile(Optional<Path> out) {
        file.setText(
                out.map(now -> messages.text("generate.out", now.toString()))
                        .orElseGet(() -> messages.text("generate.out.none")));
    }
}
