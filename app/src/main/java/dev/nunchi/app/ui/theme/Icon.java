package dev.nunchi.app.ui.theme;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The program's icons, all of one outline family; named by what they mean here.
public enum Icon {
    ADD(Feather.PLUS),
    SEARCH(Feather.SEARCH),
    CHAT(Feather.MESSAGE_CIRCLE),
    MODEL(Feather.BOX),
    TRAIN(Feather.SLIDERS),
    EVALUATE(Feather.BAR_CHART_2),
    SETTINGS(Feather.SETTINGS),
    RENAME(Feather.EDIT_2),
    DELETE(Feather.TRASH_2),
    CLOSE(Feather.X),
    IMPORT(Feather.DOWNLOAD),
    FOLDER(Feather.FOLDER),
    EXPORT(Feather.SHARE),
    MORE(Feather.MORE_HORIZONTAL),
    PRESET(Feather.BOOK_OPEN),
    FOLDED(Feather.CHEVRON_RIGHT),
    UNFOLDED(Feather.CHEVRON_DOWN),
    PIN(Feather.BOOKMARK),
    FILE(Feather.FILE_TEXT),
    PICTURE(Feather.IMAGE),
    PAUSE(Feather.PAUSE),
    PLAY(Feather.PLAY),
    STOP(Feather.SQUARE),
    PREVIOUS(Feather.CHEVRON_LEFT),
    NEXT(Feather.CHEVRON_RIGHT),
    DONE(Feather.CHECK),
    WARNING(Feather.ALERT_TRIANGLE),
    ERROR(Feather.ALERT_CIRCLE),
    INFO(Feather.INFO),
    SIDE_BAR(Feather.SIDEBAR),
    EYE(Feather.EYE),
    DEVICE(Feather.CPU),
    SPEED(Feather.ACTIVITY),
    SKIPPED(Feather.MINUS),
    DATA(Feather.LAYERS),
    REVIEW(Feather.CHECK_SQUARE),
    UNDO(Feather.CORNER_UP_LEFT),
    PERSON(Feather.USER);

    private final Feather glyph;

    Icon(Feather glyph) {
        this.glyph = glyph;
    }

    /// A new node each time: a node has one parent.
    public FontIcon node() {
        return new FontIcon(glyph);
    }
}
