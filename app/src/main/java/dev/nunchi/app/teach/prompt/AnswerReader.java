package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.TeacherAnswer.Fault;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads what a language model wrote as a conversation, and mends what it can: labels in bold,
/// numbers, code fences, words before the first question, a question without an answer at the end.
///
/// Exchanges that give away that the writer had symbols instead of a picture are left out; so are
/// refusals.
final class AnswerReader {
    private static final Pattern LABEL =
            Pattern.compile(
                    "(?im)^[\\s>#*_`-]*(?:\\d+[.)]\\s*)?[*_]*"
                            + "(question|answer|q|a|질문|답변|답)\\s*\\d*[*_]*\\s*[:：][*_]*");

    /// Lines that only set off what stands between them.
    private static final Pattern FRAMES = Pattern.compile("(?m)^\\s*(```.*|={3,}|-{3,})\\s*$");

    private static final Pattern LEAK =
            Pattern.compile(
                    "(?i)bounding box|coordinates?\\b|\\bcaptions?\\b|\\b(object list|list of objects)"
                            + "|\\[?\\s*0?\\.\\d+\\s*,\\s*0?\\.\\d+|경계 상자|바운딩|좌표|캡션|설명에 따르면");

    private static final Pattern REFUSAL =
            Pattern.compile(
                    "(?i)\\bas an? (ai|language model)|\\bi (can ?not|can't|am unable to|'m unable to)"
                            + " (see|view|help|assist|access)|\\bi'm sorry\\b|\\bi apologi[sz]e"
                            + "|AI로서|언어 모델로서|볼 수 없습니다|도와드릴 수 없");

    /// Shorter answers describe or explain nothing.
    private static final int SHORTEST = 60;

    private AnswerReader() {}

    /// @param text all that the model wrote
    static TeacherAnswer read(String text, SampleType kind, TeachingLanguage language) {
        var all = exchanges(text);
        if (all.isEmpty()) {
            return new TeacherAnswer.Unusable(
                    REFUSAL.matcher(text).find() ? Fault.REFUSAL : Fault.NO_EXCHANGE);
        }
        var kept = new ArrayList<SampleTurn>();
        var fault = Fault.NO_EXCHANGE;
        for (var exchange : all) {
            String both = exchange.question() + "\n" + exchange.answer();
            if (LEAK.matcher(both).find()) {
                fault = Fault.LEAK;
            } else if (REFUSAL.matcher(both).find()) {
                fault = Fault.REFUSAL;
            } else {
                kept.add(new SampleTurn(Role.USER, exchange.question()));
                kept.add(new SampleTurn(Role.ASSISTANT, exchange.answer()));
            }
        }
        if (kept.isEmpty()) {
            return new TeacherAnswer.Unusable(fault);
        }
        return judged(kind == SampleType.CONVERSATION ? kept : kept.subList(0, 2), kind, language);
    }

    private static TeacherAnswer judged(
            List<SampleTurn> turns, SampleType kind, TeachingLanguage language) {
        String answers =
                String.join(
                        " ",
                        turns.stream()
                                .filter(turn -> turn.role() == Role.ASSISTANT)
                                .map(SampleTurn::text)
                                .toList());
        if (isKorean(answers) != (language == TeachingLanguage.KO)) {
            return new TeacherAnswer.Unusable(Fault.LANGUAGE);
        }
        if (isRepetition(answers)) {
            return new TeacherAnswer.Unusable(Fault.REPETITION);
        }
        int shortest = language == TeachingLanguage.KO ? SHORTEST / 2 : SHORTEST;
        return kind != SampleType.CONVERSATION && answers.length() < shortest
                ? new TeacherAnswer.Unusable(Fault.TOO_SHORT)
                : new TeacherAnswer.Usable(turns);
    }

    private static boolean isKorean(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long hangul =
                text.codePoints()
                        .filter(c ->
                                Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL)
                        .count();
        return hangul * 2 > letters;
    }

    /// Weak models fall into loops: few different words in a long text.
    private static boolean isRepetition(String text) {
        var words = List.of(text.split("\\s+"));
        return words.size() > 40 && words.stream().distinct().count() * 4 < words.size();
    }

    private record Pair(String question, String answer) {}

    /// What stands after a label.
    private record Spoken(boolean question, String text) {}

    private static List<Pair> exchanges(String text) {
        var spoken = spoken(FRAMES.matcher(text).replaceAll(""));
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i + 1 < spoken.size(); i++) {
            var one = spoken.get(i);
            var other = spoken.get(i + 1);
            if (one.question() && !other.question()) {
                pairs.add(new Pair(one.text(), other.text()));
            }
        }
        pairs.removeIf(pair -> pair.question().isEmpty() || pair.answer().isEmpty());
        return pairs;
    }

    private static List<Spoken> spoken(String text) {
        var spoken = new ArrayList<Spoken>();
        var label = LABEL.matcher(text);
        boolean found = label.find();
        while (found) {
            boolean question = label.group(1).toLowerCase(Locale.ROOT).matches("q.*|질문");
            int from = label.end();
            found = label.find();
            spoken.add(
                    new Spoken(
                            question,
                            text.substring(from, found ? label.start() : text.length()).strip()));
        }
        return spoken;
    }
}
