package dev.nunchi.app.store;

/// One person before one set: decisions are each person's own.
///
/// @param set id of a [ReviewSet]
/// @param reviewer name, not blank
public record ReviewDesk(long set, String reviewer) {
    public ReviewDesk {
        if (reviewer.isBlank()) {
            throw new IllegalArgumentException("a reviewer needs a name");
        }
    }
}
