package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.data.SampleTurn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Finds rows that say almost the same as an earlier one, in one pass over a set.
///
/// Rows are compared by their runs of three words: the parts of them that two rows share, estimated
/// by [MinHash](https://en.wikipedia.org/wiki/MinHash). About the same picture, four fifths are too
/// much. Rows about different pictures may well say the same in a few words; a long text that two
/// pictures share is a teacher's habit and no description.
///
/// A row that is found is not remembered, so that of many alike the first stays. Memory: half a
/// kilobyte a row and its id. Confined to one thread.
public final class Duplicates {
    /// The least similarity of two rows about the same picture, `0..1`, that is too much.
    public static final double SAME_PICTURE = 0.8;

    /// The same of two rows about different pictures.
    public static final double OTHER_PICTURE = 0.9;

    /// The fewest words of a text that two pictures must not share.
    public static final int LONG_WORDS = 40;

    private static final int RUN = 3;

    private final SimilarSets sets = new SimilarSets();
    private final List<String> ids = new ArrayList<>();
    private final List<Integer> pictures = new ArrayList<>();
    private final Map<Path, Integer> numbers = new HashMap<>();

    /// Compares a row with those before it, and remembers it unless it is too similar.
    ///
    /// @return with the id of the earlier row
    public Optional<Finding> add(InstructionRow row) {
        var words =
                TextWords.of(
                        row.turns().stream()
                                .map(SampleTurn::text)
                                .collect(Collectors.joining("\n")));
        Integer picture = numbers.computeIfAbsent(row.scene().picture(), _ -> numbers.size());
        int[] signature = SimilarSets.signature(runs(words));
        // Short texts meet only those about the same picture: many pictures share "Yes.".
        int scope = words.size() < LONG_WORDS ? picture : -1;
        var earlier = earlier(signature, scope, picture, words.size());
        if (earlier.isPresent()) {
            int place = earlier.getAsInt();
            double similarity = sets.similarity(place, signature);
            return Optional.of(
                    Finding.of(CheckName.NEAR_DUPLICATE, 1 - similarity, ids.get(place)));
        }
        sets.add(signature, scope);
        ids.add(row.id());
        pictures.add(picture);
        return Optional.empty();
    }

    private OptionalInt earlier(int[] signature, int scope, Integer picture, int words) {
        var own = find(signature, scope, picture);
        if (own.isPresent() || words < LONG_WORDS) {
            // A row just short of the limit may have a longer twin.
            return own.isPresent() ? own : find(signature, -1, picture);
        }
        return sets.candidates(signature, -1)
                .filter(place -> sets.similarity(place, signature) >= OTHER_PICTURE)
                .findFirst();
    }

    private OptionalInt find(int[] signature, int scope, Integer picture) {
        return sets.candidates(signature, scope)
                .filter(place -> pictures.get(place).equals(picture))
                .filter(place -> sets.similarity(place, signature) >= SAME_PICTURE)
                .findFirst();
    }

    /// Hashes of all runs of words; one of the whole text if it is shorter.
    private static int[] runs(List<String> words) {
        if (words.size() <= RUN) {
            return new int[] {words.hashCode()};
        }
        int[] hashes = new int[words.size() - RUN + 1];
        Arrays.setAll(hashes, i -> words.subList(i, i + RUN).hashCode());
        return hashes;
    }
}
