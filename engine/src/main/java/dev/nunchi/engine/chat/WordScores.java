package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.TokenScore;
import dev.nunchi.engine.text.TokenStream;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Adds the scores of tokens up to those of words.
///
/// A token counts for the word in which its first letter or digit lies. Tokens that hold only part
/// of a character count for the word of that character; those of spaces and marks, for none: every
/// model knows how to put a full stop.
final class WordScores {
    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    /// The scores of one or more tokens and the character that they stand for.
    ///
    /// @param at the place of the first letter or digit; -1 if there is none
    private record Piece(int at, double seen, double guessed) {}

    private WordScores() {}

    /// @param stream decodes the tokens; fresh
    /// @param seen the answer's tokens with the end of the turn, scored with pictures
    /// @param guessed the same tokens, scored without
    static Grounding group(TokenStream stream, List<TokenScore> seen, List<TokenScore> guessed) {
        var scores = new WordScores();
        scores.read(stream, seen, guessed);
        return scores.words();
    }

    private void read(TokenStream stream, List<TokenScore> seen, List<TokenScore> guessed) {
        double pendingSeen = 0;
        double pendingGuessed = 0;
        for (int i = 0; i < seen.size(); i++) {
            pendingSeen += seen.get(i).logProbability();
            pendingGuessed += guessed.get(i).logProbability();
            String piece = stream.accept(seen.get(i).id());
            if (!piece.isEmpty()) {
                pieces.add(new Piece(firstLetter(piece), pendingSeen, pendingGuessed));
                text.append(piece);
                pendingSeen = 0;
                pendingGuessed = 0;
            }
        }
        text.append(stream.flush());
    }

    private int firstLetter(String piece) {
        for (int i = 0; i < piece.length(); i += Character.charCount(piece.codePointAt(i))) {
            if (Character.isLetterOrDigit(piece.codePointAt(i))) {
                return text.length() + i;
            }
        }
        return -1;
    }

    private Grounding words() {
        var words = new ArrayList<Grounding.Word>();
        String all = text.toString();
        var breaks = BreakIterator.getWordInstance(Locale.ROOT);
        breaks.setText(all);
        int written = 0;
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            if (all.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit)) {
                words.add(word(all.substring(written, from), from, to));
                written = to;
            }
            from = to;
        }
        return new Grounding(words, all.substring(written));
    }

    private Grounding.Word word(String before, int from, int to) {
        double seen = 0;
        double guessed = 0;
        for (var piece : pieces) {
            if (piece.at() >= from && piece.at() < to) {
                seen += piece.seen();
                guessed += piece.guessed();
            }
        }
        return new Grounding.Word(before, text.substring(from, to), seen, guessed);
    }
}
