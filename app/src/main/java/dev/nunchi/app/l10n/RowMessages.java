package dev.nunchi.app.l10n;

import dev.nunchi.engine.data.RowProblem;

/// The one place where problems of data rows become sentences with a way to fix each.
public final class RowMessages {
    private final Messages messages;

    public RowMessages(Messages messages) {
        this.messages = messages;
    }

    /// What to tell of a row: where it stands is for the caller to say.
    public Problem of(RowProblem problem) {
        String key =
                switch (problem.reason()) {
                    case UNREADABLE -> "row.unreadable";
                    case ROW_TOO_LARGE -> "row.tooLarge";
                    case FIELD_MISSING -> "row.fieldMissing";
                    case PICTURE_MISSING -> "row.pictureMissing";
                    case PICTURE_OUTSIDE -> "row.pictureOutside";
                    case PICTURE_TOO_LARGE -> "row.pictureTooLarge";
                    case PICTURE_UNSUPPORTED -> "row.pictureUnsupported";
                    case SEVERAL_PICTURES -> "row.severalPictures";
                    case MARKER_WITHOUT_PICTURE -> "row.markerWithoutPicture";
                    case EMPTY_TURN -> "row.emptyTurn";
                    case UNKNOWN_ROLE -> "row.unknownRole";
                    case WRONG_ROLE_ORDER -> "row.wrongRoleOrder";
                    case NO_TARGETS -> "row.noTargets";
                    case UNKNOWN_TYPE -> "row.unknownType";
                    case DUPLICATE_ROW -> "row.duplicateRow";
                    case DUPLICATE_ID -> "row.duplicateId";
                    case MARKER_IN_TEXT -> "row.markerInText";
                };
        return new Problem(
                messages.text(key + ".sentence"), messages.text(key + ".act"), problem.detail());
    }

    /// Where a row stands, as `captions.csv, row 3`.
    public String place(RowProblem problem) {
        String file = String.valueOf(problem.file().getFileName());
        return problem.row() > 0 ? messages.text("row.place", file, problem.row()) : file;
    }
}
