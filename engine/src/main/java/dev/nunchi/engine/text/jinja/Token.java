package dev.nunchi.engine.text.jinja;

/// A word of a template.
///
/// @param text what it says: for a string the characters it stands for, for data the text
/// @param line from 1
record Token(Kind kind, String text, int line) {
    enum Kind {
        DATA,
        OUTPUT_START,
        OUTPUT_END,
        TAG_START,
        TAG_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind expectedKind, String expectedText) {
        return kind == expectedKind && text.equals(expectedText);
    }
}
