package dev.nunchi.engine.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A word of a text in which things are looked for.
///
/// @param word lower case; of one script
/// @param start offset in characters
/// @param end offset behind it
/// @param joined whether nothing but blanks and hyphens stands between this word and the next
record ObjectToken(String word, int start, int end, boolean joined) {
    private static final Pattern WORD =
            Pattern.compile("\\p{IsHangul}+|[\\p{L}\\p{N}&&[^\\p{IsHangul}]]+");
    private static final Pattern JOINT = Pattern.compile("[\\s'’-]*");

    static List<ObjectToken> of(String text) {
        var places = WORD.matcher(text).results().toList();
        var tokens = new ArrayList<ObjectToken>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            boolean joined =
                    i + 1 < places.size()
                            && JOINT.matcher(text.substring(place.end(), places.get(i + 1).start()))
                                    .matches();
            tokens.add(
                    new ObjectToken(
                            place.group().toLowerCase(Locale.ROOT),
                            place.start(),
                            place.end(),
                            joined));
        }
        return tokens;
    }

    boolean isHangul() {
        return Character.UnicodeScript.of(word.codePointAt(0)) == Character.UnicodeScript.HANGUL;
    }

    /// The word, and what it may be the plural of.
    List<String> forms() {
        var forms = new ArrayList<String>();
        forms.add(word);
        if (word.endsWith("s") && word.length() > 2) {
            forms.add(cut(1));
            if (word.endsWith("es")) {
                forms.add(cut(2));
            }
            if (word.endsWith("ies")) {
                forms.add(cut(3) + "y");
            }
        }
        return forms;
    }

    private String cut(int characters) {
        return word.substring(0, word.length() - characters);
    }
}
