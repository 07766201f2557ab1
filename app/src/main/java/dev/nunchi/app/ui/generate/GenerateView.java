package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.FileDrop;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The panel that makes rows: source, order, a look at the first rows, the run, examples.
public final class GenerateView extends ScrollPane {
    private final GenerateViewModel page;
    private final Messages messages;
    private final VBox news = new VBox();

    public GenerateView(GenerateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        setId("generate-page");
        getStyleClass().add("generate-page");
        ControlStyles.addTo(this);
        Stylesheet.addTo(this, "generate.css");
        var column =
                new VBox(
                        news,
                        card("generate.source", new SourcePane(page, messages)),
                        card("generate.order", new OrderPane(page, messages)),
                        card("generate.preview", new RowsPane(page, messages)),
                        card("generate.make", new MakingPane(page, messages)),
                        card("generate.seeds", new SeedsPane(page, messages)));
        column.getStyleClass().add("generate-column");
        var centred = new StackPane(column);
        centred.setAlignment(Pos.TOP_CENTER);
        setContent(centred);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        new FileDrop(() -> !page.makingProperty().get().isActive(), page::choose).on(this);
        WhileShown.follow(this, page.problemProperty(), this::tell);
        WhileShown.follow(this, sceneProperty().map(_ -> true).orElse(false), this::entered);
    }

    private void entered(boolean shown) {
        if (shown) {
            page.refresh();
            page.seeds().load();
        }
    }

    private Node card(String key, Node content) {
        var card = new VBox(Nodes.label(messages.text(key), "section-title"), content);
        card.getStyleClass().addAll("card", "form-card");
        return card;
    }

    private void tell(Optional<Problem> problem) {
        news.getChildren().clear();
        Nodes.show(news, problem.isPresent());
        problem.ifPresent(now -> {
            var words =
                    new Banner.Words(
                            messages.text("shell.details"), messages.text("shell.dismiss"));
            var banner = new Banner(Banner.Kind.ERROR, words, page::dismiss);
            banner.show((now.sentence() + " " + now.act()).strip(), now.detail());
            news.getChildren().add(banner);
        });
    }
}
