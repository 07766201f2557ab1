package dev.nunchi.app.cli;

import dev.nunchi.engine.chat.Grounding;

import java.util.Locale;

/// "Seen or guessed?" for a terminal: a line a word, a bar for what the pictures did.
final class GroundingTable {
    /// A word ten times as likely gets ten characters.
    private static final double PER_NAT = 10 / Math.log(10);

    private static final int LONGEST = 30;

    private GroundingTable() {}

    /// `+4.9 ##########... cat`; bars of `-` where the pictures spoke against a word.
    static String of(Grounding grounding) {
        var table = new StringBuilder("\n");
        for (var word : grounding.words()) {
            long length = Math.min(LONGEST, Math.round(Math.abs(word.gain()) * PER_NAT));
            String bar = (word.gain() < 0 ? "-" : "#").repeat((int) length);
            table.append(
                    String.format(
                            Locale.ROOT, "%+6.1f  %-30s  %s%n", word.gain(), bar, word.text()));
        }
        return table.toString();
    }
}
