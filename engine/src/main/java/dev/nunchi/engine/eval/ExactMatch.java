package dev.nunchi.engine.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a short answer is one that people gave: the accuracy of VQA.
///
/// [VQA: Visual Question Answering](https://arxiv.org/abs/1505.00468), section 3, with the
/// normalisation of its evaluation program: punctuation, words for numbers up to ten, articles and
/// forgotten apostrophes make no difference. Both sides are always normalised, as later versions of
/// the program do.
public final class ExactMatch {
    /// An answer counts fully if at least so many other people gave it.
    private static final int ENOUGH = 3;

    private static final String PUNCTUATION = ";:/'[]\"()=+\\_><@`,?";
    private static final Pattern NUMBER_WITH_COMMA = Pattern.compile("\\d,\\d");
    private static final Pattern STOP = Pattern.compile("\\.(?!\\d)");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("none", "0"),
                    Map.entry("zero", "0"),
                    Map.entry("one", "1"),
                    Map.entry("two", "2"),
                    Map.entry("three", "3"),
                    Map.entry("four", "4"),
                    Map.entry("five", "5"),
                    Map.entry("six", "6"),
                    Map.entry("seven", "7"),
                    Map.entry("eight", "8"),
                    Map.entry("nine", "9"),
                    Map.entry("ten", "10"));

    private static final Map<String, String> CONTRACTIONS =
            Stream.of(
                            "ain't aren't can't could've couldn't didn't doesn't don't hadn't hasn't",
                            "haven't he'd he's how'd how'll how's isn't it'd it'll ma'am mightn't",
                            "might've mustn't must've needn't not've o'clock oughtn't shan't",
                            "should've shouldn't somebody'll somebody's someone'd someone'll",
                            "someone's something'd something'll that's there'd there're there's",
                            "they'd they'll they're they've 'twas wasn't we've weren't what'll",
                            "what're what's what've when's where'd where's where've who'd who'll",
                            "who's who've why'll why're why's won't would've wouldn't y'all you'd",
                            "you'll you're you've")
                    .flatMap(line -> Stream.of(line.split(" ", -1)))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    word -> word.replace("'", ""), word -> word));

    private ExactMatch() {}

    /// The mean over all questions.
    ///
    /// @param answers what people answered, one or more to each question
    /// @param candidates one for each question, in their order
    /// @return 0 to 1
    public static double score(List<List<String>> answers, List<String> candidates) {
        if (candidates.isEmpty() || candidates.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "%d answers to %d questions".formatted(candidates.size(), answers.size()));
        }
        double sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += score(answers.get(i), candidates.get(i));
        }
        return sum / candidates.size();
    }

    /// One question's score: the mean, over each person left out in turn, of the others who gave
    /// this answer, up to three of them. With fewer than four people that could never be 1; then
    /// one who gave the answer is enough.
    ///
    /// @return 0 to 1
    public static double score(List<String> answers, String candidate) {
        String said = normalised(candidate);
        long same = answers.stream().filter(answer -> normalised(answer).equals(said)).count();
        int people = answers.size();
        if (people <= ENOUGH) {
            return same > 0 ? 1 : 0;
        }
        double ofThem = Math.min(1, (same - 1) / (double) ENOUGH);
        double ofOthers = Math.min(1, same / (double) ENOUGH);
        return same == 0 ? 0 : (same * ofThem + (people - same) * ofOthers) / people;
    }

    /// An answer without what makes no difference.
    public static String normalised(String answer) {
        String text = withoutPunctuation(answer.replace('\n', ' ').replace('\t', ' ').strip());
        var words = new ArrayList<String>();
        for (String word : text.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
            String number = NUMBERS.getOrDefault(word, word);
            if (!number.isEmpty() && !ARTICLES.contains(number)) {
                words.add(CONTRACTIONS.getOrDefault(number, number));
            }
        }
        return String.join(" ", words);
    }

    /// A mark at a word's edge is dropped, one within a word parts it; but none parts where a
    /// number has a comma.
    private static String withoutPunctuation(String text) {
        boolean number = NUMBER_WITH_COMMA.matcher(text).find();
        String result = text;
        for (int i = 0; i < PUNCTUATION.length(); i++) {
            char mark = PUNCTUATION.charAt(i);
            boolean drop = number || text.contains(mark + " ") || text.contains(" " + mark);
            result = result.replace(String.valueOf(mark), drop ? "" : " ");
        }
        return STOP.matcher(result).replaceAll("");
    }
}
