package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.Instructions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What the writers of all kinds share: the facts, the words and the dice of one lesson.
final class Speaker {
    private final SceneFacts facts;
    private final Phrases phrases;
    private final Wording wording;
    private final Random random;

    Speaker(Lesson lesson) {
        facts = new SceneFacts(lesson.scene());
        phrases = Phrases.of(lesson.language());
        wording = new Wording(lesson.language());
        random = new Random(lesson.seed());
    }

    SceneFacts facts() {
        return facts;
    }

    Wording wording() {
        return wording;
    }

    Random random() {
        return random;
    }

    /// The captions that are in the lesson's language, longest first.
    List<String> captions() {
        boolean korean = wording.language() == TeachingLanguage.KO;
        return facts.scene().captions().stream()
                .filter(caption -> Korean.isKorean(caption) == korean)
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .toList();
    }

    String word(String key) {
        return phrases.word(key);
    }

    /// Where a thing is, in words.
    String zone(String zone) {
        return phrases.word("zone." + zone);
    }

    String say(String key, Map<String, String> values) {
        return phrases.sentence(key, values, random);
    }

    /// How long an answer is asked for.
    enum Length {
        BRIEF,
        DETAILED
    }

    /// A request for a description, from the paper's two lists in our words.
    String instruction(Length length) {
        if (wording.language() == TeachingLanguage.KO) {
            return say(length == Length.BRIEF ? "brief.ask" : "detail.ask", Map.of());
        }
        var list = length == Length.BRIEF ? Instructions.brief() : Instructions.detailed();
        return list.get(random.nextInt(list.size()));
    }

    /// A question of a topic, with its answer.
    Exchange exchange(String topic, Map<String, String> values) {
        return new Exchange(say(topic + ".ask", values), say(topic + ".say", values));
    }

    /// The gaps of a list of things.
    Map<String, String> listed(List<Tally> tallies) {
        var values = new HashMap<String, String>();
        values.put("list", wording.list(tallies));
        var first = tallies.getFirst();
        values.put("list.is", first.isOne() ? "is" : "are");
        return values;
    }

    /// Some elements in an order drawn by chance.
    <T> List<T> shuffled(List<T> list) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
