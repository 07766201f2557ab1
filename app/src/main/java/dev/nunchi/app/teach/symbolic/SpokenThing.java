package dev.nunchi.app.teach.symbolic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A thing and the words, lower case, by which English captions speak of it.
///
/// @param noun what it is called; its plural is its singular if nobody counts it
/// @param says words that say that it is there
/// @param may words that may mean it: if one is there, nothing is certain
/// @param silence what it means if no caption speaks of it
record SpokenThing(Noun noun, Set<String> says, Set<String> may, Silence silence) {
    private static final String LIST = "spoken.tsv";
    private static final String NOTHING = "-";
    private static final int COLUMNS = 7;

    /// All of the list, by category.
    static final Map<String, SpokenThing> LISTED = listed();

    /// What silence of captions means.
    enum Silence {
        /// Nobody overlooks it: it is not there.
        ABSENT,
        /// Nothing: people leave it out.
        UNKNOWN
    }

    SpokenThing {
        says = Set.copyOf(says);
        may = Set.copyOf(may);
    }

    /// Of the list; else one that only its own name speaks of.
    static SpokenThing of(String category) {
        var listed = LISTED.get(category);
        if (listed != null) {
            return listed;
        }
        var noun = Noun.of(category);
        var own = List.of((category + " " + noun.plural()).toLowerCase(Locale.ROOT).split(" "));
        var may = new HashSet<>(noun.others());
        if (category.indexOf(' ') < 0) {
            return new SpokenThing(noun, Set.copyOf(own), may, Silence.UNKNOWN);
        }
        may.addAll(own);
        return new SpokenThing(noun, Set.of(), may, Silence.UNKNOWN);
    }

    boolean isCounted() {
        return !noun.plural().equals(noun.singular());
    }

    /// `a dog`, `water`.
    String some() {
        return isCounted() ? Wording.article(noun.singular()) : noun.singular();
    }

    private static Map<String, SpokenThing> listed() {
        var words = new HashMap<String, List<String>>();
        var things = new HashMap<String, SpokenThing>();
        for (String line : Resources.lines(LIST)) {
            String[] columns = line.split("\t");
            if (columns.length == 2) {
                words.put(columns[0], List.of(columns[1].split(",")));
            } else if (columns.length == COLUMNS) {
                things.put(columns[0], thing(columns, words));
            } else {
                throw new IllegalStateException(LIST + ": " + line);
            }
        }
        return Map.copyOf(things);
    }

    private static SpokenThing thing(String[] columns, Map<String, List<String>> words) {
        String plural = columns[2].equals(NOTHING) ? columns[1] : columns[2];
        var says = words(columns[5], words);
        var may = words(columns[6], words);
        may.removeAll(says);
        var noun =
                new Noun(columns[0], columns[1], plural, columns[3], columns[4], "thing", Set.of());
        return new SpokenThing(noun, says, may, Silence.ABSENT);
    }

    private static Set<String> words(String column, Map<String, List<String>> named) {
        var words = new ArrayList<String>();
        for (String word : column.split(",")) {
            words.addAll(named.getOrDefault(word, List.of(word)));
        }
        return new HashSet<>(words);
    }
}
