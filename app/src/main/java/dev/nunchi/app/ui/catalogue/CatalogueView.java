package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// More models: the section of the models page below the installed ones.
public final class CatalogueView extends VBox {
    private final CatalogueViewModel viewModel;
    private final Messages messages;
    private final VBox news = new VBox();
    private final VBox cards = new VBox();
    private final Map<String, CatalogueCardView> views = new HashMap<>();

    public CatalogueView(CatalogueViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        setId("catalogue");
        getStyleClass().add("catalogue");
        Stylesheet.addTo(this, "catalogue.css");
        ControlStyles.addTo(this);
        var title = new Label(messages.text("catalogue.title"));
        title.getStyleClass().add("section-title");
        news.getStyleClass().add("catalogue-news");
        cards.getStyleClass().add("catalogue-cards");
        getChildren().addAll(title, muted(messages.text("catalogue.intro")), news, cards);
        WhileShown.follow(this, viewModel.cardsProperty(), this::show);
        WhileShown.follow(this, viewModel.askedProperty(), _ -> showNews());
        WhileShown.follow(this, viewModel.problemProperty(), _ -> showNews());
    }

    private void show(List<CatalogueCard> now) {
        for (var card : now) {
            var view = views.get(card.model().id());
            if (view == null) {
                view = new CatalogueCardView(card, viewModel, messages);
                views.put(card.model().id(), view);
                cards.getChildren().add(view);
            } else {
                view.show(card);
            }
        }
    }

    private void showNews() {
        news.getChildren().clear();
        viewModel.problemProperty().get().ifPresent(this::addProblem);
        viewModel.askedProperty().get().map(this::question).ifPresent(news.getChildren()::add);
        news.setVisible(!news.getChildren().isEmpty());
        news.setManaged(news.isVisible());
    }

    /// Whether the network may be used, asked once.
    private Node question(CatalogueModel model) {
        var title =
                new Label(messages.text("catalogue.ask.title", model.name(), viewModel.server()));
        title.getStyleClass().add("strong");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        var allow = new Button(messages.text("catalogue.ask.allow"));
        allow.setId("catalogue-allow");
        allow.getStyleClass().add("primary");
        allow.setOnAction(_ -> viewModel.allow());
        var cancel = new Button(messages.text("shell.cancel"));
        cancel.getStyleClass().add("quiet");
        cancel.setOnAction(_ -> viewModel.dismiss());
        var acts = new FlowPane(allow, cancel);
        acts.getStyleClass().add("catalogue-ask-acts");
        var box =
                new VBox(
                        title,
                        muted(
                                messages.text(
                                        "catalogue.ask.body",
                                        messages.formats().bytes(model.bytes()))),
                        acts);
        box.setId("catalogue-ask");
        box.getStyleClass().addAll("card", "catalogue-ask");
        return box;
    }

    private void addProblem(Problem problem) {
        var words =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        var banner = new Banner(Banner.Kind.ERROR, words, viewModel::dismiss);
        banner.show((problem.sentence() + " " + problem.act()).strip(), problem.detail());
        news.getChildren().add(banner);
    }

    private static Label muted(String text) {
        var label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
