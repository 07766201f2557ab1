package dev.nunchi.engine.data;

/// Text of a file as it may stand in a message.
final class Words {
    private static final int LONGEST = 80;

    private Words() {}

    /// One line of at most 80 characters.
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
