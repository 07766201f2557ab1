package dev.nunchi.app.ui.compare;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.ui.chat.AskedLinks;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.outgoing.OutgoingView;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.ToggleSwitch;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/// The page of a comparison: the question, who shall answer it, their answers side by side.
public final class CompareView extends BorderPane {
    private static final double PICTURE = 96;
    private static final double SMALL_PICTURE = 48;
    private static final int FEW_PICTURES = 2;
    private static final int SMALL_PER_ROW = 4;
    private static final double PICTURE_GAP = 8;
    private static final double RADIUS = 10;

    private final Consumer<URI> links;
    private final CompareViewModel model;
    private final Messages messages;
    private final Surroundings surroundings;
    private final Button start;
    private final Button stop;
    private final ColumnsPane columns = new ColumnsPane();
    private final FlowPane pictures = new FlowPane();
    private final Label question = Nodes.label("", "compare-words");
    private final VBox notes = new VBox();
    private final HBox vote;

    /// What the page needs of the window around it.
    ///
    /// @param openLink opens an address outside the program
    /// @param back goes to the conversation
    public record Surroundings(Consumer<URI> openLink, Runnable back) {}

    public CompareView(CompareViewModel model, Messages messages, Surroundings surroundings) {
        this.model = model;
        this.messages = messages;
        this.surroundings = surroundings;
        links = new AskedLinks(this, messages, surroundings.openLink());
        getStyleClass().add("compare");
        setId("compare-page");
        ControlStyles.addTo(this);
        Stylesheet.addTo(this, "compare.css");
        start = Nodes.button(messages.text("compare.start"), "compare-start", this::start);
        start.getStyleClass().add("primary");
        stop = Nodes.button(messages.text("compare.stop"), "compare-stop", model::stopAll);
        stop.setGraphic(Icon.STOP.node());
        vote = voteBar();
        setTop(header());
        setCenter(body());
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        WhileShown.follow(this, model.questionProperty(), this::show);
        WhileShown.follow(this, model.pictures(), this::showPictures);
        WhileShown.follow(this, model.stateProperty(), _ -> update());
        WhileShown.follow(this, model.chosen(), this::update);
        WhileShown.follow(this, model.columns(), this::showColumns);
    }

    private Node header() {
        var back = new Button(messages.text("compare.back"), Icon.PREVIOUS.node());
        back.setId("compare-back");
        back.getStyleClass().addAll("quiet", "icon-button");
        back.setAccessibleText(messages.text("compare.back"));
        back.setTooltip(new Tooltip(messages.text("compare.back")));
        back.setOnAction(_ -> surroundings.back().run());
        var title = new Label(messages.text("compare.title"));
        title.getStyleClass().add("page-title");
        title.setMinWidth(USE_PREF_SIZE);
        var header = new HBox(back, title, Nodes.space(), stop, start);
        header.getStyleClass().add("compare-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node body() {
        var content = new VBox(problem(), asked(), choice(), vote, columns);
        content.getStyleClass().add("compare-body");
        var scroll = new ScrollPane(content);
        scroll.getStyleClass().add("page");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private Node problem() {
        var words = new Banner.Words(messages.text("chat.details"), messages.text("chat.dismiss"));
        var banner = new Banner(Banner.Kind.ERROR, words, model::dismissProblem);
        WhileShown.follow(
                banner,
                model.problemProperty(),
                now -> {
                    Nodes.show(banner, now.isPresent());
                    now.ifPresent(
                            p -> banner.show((p.sentence() + " " + p.act()).strip(), p.detail()));
                });
        return banner;
    }

    private Node asked() {
        pictures.getStyleClass().add("compare-pictures");
        pictures.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(question, Priority.ALWAYS);
        question.setId("compare-question");
        var asked = new HBox(pictures, question);
        asked.getStyleClass().add("compare-asked");
        asked.setAlignment(Pos.CENTER_LEFT);
        return asked;
    }

    private Node choice() {
        var hide = new ToggleSwitch(messages.text("compare.blind"));
        hide.setId("compare-blind");
        hide.setMinWidth(USE_PREF_SIZE);
        hide.selectedProperty().bindBidirectional(model.blindProperty());
        WhileShown.follow(
                hide, model.stateProperty(), state -> Hindrance.set(hide, whyNotToHide(state)));
        notes.getStyleClass().add("compare-notes");
        var card =
                new VBox(
                        Nodes.label(messages.text("compare.who"), "strong"),
                        new Chooser(model, messages),
                        notes,
                        new OutgoingView(model.outgoing(), messages),
                        hide);
        card.getStyleClass().addAll("card", "compare-choice");
        return card;
    }

    private Optional<String> whyNotToHide(CompareState state) {
        return state == CompareState.ANSWERING || state == CompareState.VOTING
                ? Optional.of(messages.text("compare.not.hide"))
                : Optional.empty();
    }

    private HBox voteBar() {
        var neither =
                Nodes.button(
                        messages.text("compare.neither"),
                        "compare-neither",
                        () -> model.vote(Optional.empty()));
        var bar = new HBox(Nodes.label(messages.text("compare.vote"), "strong"), neither);
        bar.getStyleClass().add("compare-vote");
        bar.setAlignment(Pos.CENTER);
        return bar;
    }

    private void show(Optional<StoredTurn> asked) {
        question.setText(asked.map(StoredTurn::text).orElse(messages.text("compare.none")));
        update();
    }

    private void showPictures() {
        pictures.getChildren().clear();
        int count = model.pictures().size();
        double side = count <= FEW_PICTURES ? PICTURE : SMALL_PICTURE;
        int perRow = Math.min(count, SMALL_PER_ROW);
        pictures.setPrefWrapLength(perRow * (side + PICTURE_GAP) - PICTURE_GAP);
        model.pictures().forEach(picture -> addPicture(picture, side));
        Nodes.show(pictures, count > 0);
    }

    private void addPicture(StoredPicture picture, double side) {
        var frame = new RoundedPicture(side, side, RADIUS);
        frame.setAccessibleText(picture.name());
        pictures.getChildren().add(frame);
        model.thumbnails()
                .request(
                        picture,
                        (int) (2 * side),
                        address -> frame.setImage(new Image(address.toString())));
    }

    private void update() {
        boolean answering = model.getState() == CompareState.ANSWERING;
        Nodes.show(stop, answering);
        Nodes.show(start, !answering);
        Hindrance.set(
                start,
                model.canStart()
                        ? Optional.empty()
                        : Optional.of(messages.text("compare.not.start")));
        start.setText(messages.text(model.columns().isEmpty() ? "compare.start" : "compare.again"));
        Nodes.show(vote, model.getState() == CompareState.VOTING);
        showNotes();
    }

    /// What is worth knowing before all are asked.
    private void showNotes() {
        notes.getChildren().clear();
        boolean several = model.chosen().stream().filter(who -> !who.isRemote()).count() > 1;
        boolean elsewhere = model.leavesThisComputer();
        if (several) {
            note(Icon.INFO, "compare.note.turns", "muted");
        }
        if (elsewhere) {
            note(Icon.WARNING, "compare.note.leaves", "warn-text");
        }
        if (model.available().size() < CompareViewModel.FEWEST) {
            note(Icon.INFO, "compare.note.few", "muted");
        }
        Nodes.show(notes, !notes.getChildren().isEmpty());
    }

    private void note(Icon icon, String key, String style) {
        notes.getChildren().add(Nodes.iconLine(icon, messages.text(key), style));
    }

    private void showColumns() {
        columns.show(
                model.columns().stream()
                        .map(column -> new ColumnView(column, model, messages, links))
                        .toList());
        update();
    }

    private void start() {
        for (var endpoint : model.toAgree()) {
            if (!question(endpoint).isAgreed(getScene().getWindow())) {
                return;
            }
            model.agree(endpoint);
        }
        model.start();
    }

    /// Asked once for each endpoint, and again when its address has changed.
    private Confirmation question(Endpoint endpoint) {
        var body = new StringBuilder();
        body.append(
                messages.text(
                        endpoint.isHere() ? "compare.agree.here" : "compare.agree.body",
                        endpoint.host(),
                        model.pictures().size()));
        if (endpoint.isOpenToOthers()) {
            body.append("\n\n").append(messages.text("compare.agree.open"));
        }
        return new Confirmation(
                messages.text("compare.agree.title", endpoint.name()),
                body.toString(),
                messages.text("compare.agree.send"),
                messages.text("compare.agree.cancel"));
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            if (model.getState() == CompareState.ANSWERING) {
                model.stopAll();
            } else {
                surroundings.back().run();
            }
            event.consume();
        }
    }
}
