package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.FileDrop;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The data page: rows are made, reviewed and counted here.
public final class DataView extends StackPane {
    /// That of the column below, with the space at its sides.
    private static final double WIDTH = 824;

    private final CurateViewModel page;
    private final Messages messages;
    private final Map<DataTab, Node> contents = new EnumMap<>(DataTab.class);
    private final Map<DataTab, ToggleButton> tabs = new EnumMap<>(DataTab.class);
    private final StackPane content = new StackPane();

    /// @param generate where rows are made: the first tab; none, no tab
    public DataView(CurateViewModel page, Messages messages, Optional<Node> generate) {
        this.page = page;
        this.messages = messages;
        setId("data-page");
        getStyleClass().add("data-page");
        ControlStyles.addTo(this);
        Stylesheet.addTo(this, "curate.css");
        generate.ifPresent(panel -> contents.put(DataTab.GENERATE, panel));
        var review = new ReviewPage(page, messages);
        contents.put(DataTab.REVIEW, review);
        contents.put(DataTab.STATISTICS, new StatisticsView(page, messages));
        content.getChildren().addAll(contents.values());
        content.setMinSize(0, 0);
        var frame = new BorderPane(content);
        frame.setTop(header());
        BorderPane.setAlignment(frame.getTop(), Pos.CENTER);
        getChildren().add(frame);
        new FileDrop(this::takesFiles, page::open).on(this, messages.text("curate.dropNow"));
        addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (page.tabProperty().get() == DataTab.REVIEW) {
                        review.pressed(event);
                    }
                });
        WhileShown.follow(this, page.tabProperty(), this::show);
    }

    private Node header() {
        var title = Nodes.label(messages.text("shell.page.data"), "page-title");
        title.setMinWidth(USE_PREF_SIZE);
        var switches = new HBox();
        switches.getStyleClass().add("data-tabs");
        switches.setAlignment(Pos.CENTER_LEFT);
        for (var tab : contents.keySet()) {
            String word = tab.name().toLowerCase(Locale.ROOT);
            var button = new ToggleButton(messages.text("curate.tab." + word));
            button.setId("data-tab-" + word);
            button.getStyleClass().add("quiet");
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                page.show(tab);
                // One that is pressed again stays chosen.
                button.setSelected(true);
            });
            tabs.put(tab, button);
            switches.getChildren().add(button);
        }
        var header = new HBox(title, switches);
        header.getStyleClass().add("data-header");
        header.setAlignment(Pos.CENTER_LEFT);
        header.setMaxWidth(WIDTH);
        return header;
    }

    private void show(DataTab now) {
        contents.forEach((tab, node) -> Nodes.show(node, tab == now));
        tabs.forEach((tab, button) -> button.setSelected(tab == now));
    }

    private boolean takesFiles() {
        return page.tabProperty().get() != DataTab.GENERATE
                && !(page.stateProperty().get() instanceof CurateState.Importing);
    }
}
