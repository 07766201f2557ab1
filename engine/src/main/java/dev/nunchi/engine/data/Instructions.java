package dev.nunchi.engine.data;

import java.util.List;
import java.util.SplittableRandom;

/// Questions for captions, which come without one.
///
/// The paper draws each caption's question from a list of its own (tables 11 and 12); these say the
/// same in our words.
public final class Instructions {
    private static final List<String> BRIEF =
            List.of(
                    "Describe the image briefly.",
                    "Give a short description of this picture.",
                    "What does the picture show? Answer in one sentence.",
                    "Sum up what can be seen here.",
                    "Write a caption for this photo.",
                    "In a few words, what is in the image?",
                    "Say in one sentence what is going on in the picture.",
                    "Name the main things in this image.",
                    "What is this a picture of?",
                    "Tell me shortly what you see.",
                    "Put the content of the image into one plain sentence.");

    private static final List<String> DETAILED =
            List.of(
                    "Describe the image in detail.",
                    "Tell me everything that can be seen in this picture.",
                    "Give a thorough description of the photo.",
                    "Explain what the image shows, from the main subject to the background.",
                    "Write a paragraph about what is in this picture and where it is.",
                    "Look closely at the image and describe all that you notice.",
                    "What does the picture show? Be as complete as you can.",
                    "Walk me through this image, part by part.",
                    "Describe the people, things and surroundings in the photo.",
                    "Characterise this picture with a full and careful description.");

    /// From so many words on, a caption answers a question for details.
    private static final int DETAILED_WORDS = 40;

    private Instructions() {}

    /// Questions for one sentence.
    public static List<String> brief() {
        return BRIEF;
    }

    /// Questions for a paragraph.
    public static List<String> detailed() {
        return DETAILED;
    }

    /// The question for a caption: the same for the same seed and id, wherever the sample stands.
    public static String draw(String id, String caption, long seed) {
        var list = words(caption) < DETAILED_WORDS ? BRIEF : DETAILED;
        return list.get(new SplittableRandom(seed ^ mix(id.hashCode())).nextInt(list.size()));
    }

    private static int words(String text) {
        int count = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            if (!blank && !inWord) {
                count++;
            }
            inWord = !blank;
        }
        return count;
    }

    /// Spreads neighbouring hashes over all bits.
    private static long mix(int hash) {
        return hash * 0x9E3779B97F4A7C15L;
    }
}
