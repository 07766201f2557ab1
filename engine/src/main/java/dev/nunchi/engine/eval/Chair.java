package dev.nunchi.engine.eval;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How often descriptions name objects that are not there: CHAIR.
///
/// [Object Hallucination in Image Captioning](https://arxiv.org/abs/1809.02156), section 2. Every
/// mention counts, so that an object that is named three times is three mentions. Objects are those
/// of [ObjectWords]; a word of several meanings is right if one of them is there.
///
/// @param answers descriptions
/// @param hallucinating answers that name at least one object that is not there
/// @param mentions of objects of the vocabulary, in all answers
/// @param hallucinated mentions of objects that are not there
public record Chair(int answers, int hallucinating, int mentions, int hallucinated) {
    /// Of no answers.
    public static final Chair NONE = new Chair(0, 0, 0, 0);

    /// What is known to be in one picture.
    ///
    /// @param captions of people; what they name is there
    /// @param objects that boxes mark
    public record Truth(List<String> captions, List<String> objects) {
        public Truth {
            captions = List.copyOf(captions);
            objects = List.copyOf(objects);
        }

        Set<String> categories() {
            var there = new HashSet<String>();
            captions.forEach(caption -> there.addAll(ObjectWords.supported(caption)));
            objects.forEach(object -> ObjectWords.category(object).ifPresent(there::add));
            return there;
        }
    }

    /// @param truth one for each answer, in their order
    public static Chair of(List<String> answers, List<Truth> truth) {
        if (answers.size() != truth.size()) {
            throw new IllegalArgumentException(
                    "%d answers for %d pictures".formatted(answers.size(), truth.size()));
        }
        var sum = NONE;
        for (int i = 0; i < answers.size(); i++) {
            sum = sum.plus(of(answers.get(i), truth.get(i)));
        }
        return sum;
    }

    /// Of one answer.
    public static Chair of(String answer, Truth truth) {
        var there = truth.categories();
        var named = ObjectWords.named(answer);
        int wrong =
                (int)
                        named.stream()
                                .filter(mention -> Collections.disjoint(mention.things(), there))
                                .count();
        return new Chair(1, wrong > 0 ? 1 : 0, named.size(), wrong);
    }

    /// Both sets together.
    public Chair plus(Chair other) {
        return new Chair(
                answers + other.answers,
                hallucinating + other.hallucinating,
                mentions + other.mentions,
                hallucinated + other.hallucinated);
    }

    /// CHAIR-s: the share of answers with a hallucinated object; 0 without answers.
    public double ofSentences() {
        return answers == 0 ? 0 : (double) hallucinating / answers;
    }

    /// CHAIR-i: the share of mentions that are hallucinated; 0 without mentions.
    public double ofInstances() {
        return mentions == 0 ? 0 : (double) hallucinated / mentions;
    }
}
