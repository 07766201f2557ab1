package dev.nunchi.app.ui.curate;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.l10n.CheckWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// A finding in a few words, with how bad it is by icon and colour.
final class FindingChip extends Label {
    /// Below this score a row is probably bad.
    private static final double BAD = 0.5;

    FindingChip(Finding finding, Messages messages) {
        super(new CheckWords(messages).reason(finding));
        boolean bad = finding.score() < BAD;
        getStyleClass().addAll("finding-chip", bad ? "bad" : "unusual");
        setGraphic((bad ? Icon.WARNING : Icon.INFO).node());
        setWrapText(true);
        setMinWidth(0);
        setMinHeight(USE_PREF_SIZE);
        String score =
                messages.text(
                        "curate.finding.score", messages.formats().decimal(finding.score(), 2));
        setTooltip(new Tooltip(score));
        setAccessibleText(getText() + ", " + score);
    }
}
