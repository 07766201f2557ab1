package dev.nunchi.bench;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Photographs with what people said about them, spread evenly over a `captions.jsonl`.
record CaptionedPictures(List<CaptionedPicture> pictures) {
    /// @param file the picture
    /// @param captions cleaned: one space between words, one full stop at the end
    record CaptionedPicture(Path file, List<String> captions) {}

    private static final int FEWEST_CAPTIONS = 5;
    private static final Pattern WORD = Pattern.compile("[a-z]{3,}");

    /// Words that any answer may hold without having seen a thing.
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "the", "and", "are", "with", "that", "this", "there", "some", "from", "into",
                    "over", "while", "photo", "picture", "image", "his", "her", "its", "their",
                    "for", "has", "have", "being", "who", "which", "out", "off", "near", "next",
                    "two", "one", "another", "other", "very", "what", "shows", "front", "through");

    /// @param folder holds `captions.jsonl` and the pictures that it names
    /// @param count how many, taken at equal distances
    static CaptionedPictures read(Path folder, int count) throws IOException {
        var all = new ArrayList<CaptionedPicture>();
        try (var lines = Files.lines(folder.resolve("captions.jsonl"))) {
            lines.map(line -> JsonMapper.shared().readTree(line))
                    .filter(row -> row.path("captions").size() >= FEWEST_CAPTIONS)
                    .forEach(row -> all.add(picture(folder, row)));
        }
        var chosen = new ArrayList<CaptionedPicture>();
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / count)));
        }
        return new CaptionedPictures(chosen);
    }

    private static CaptionedPicture picture(Path folder, JsonNode row) {
        var captions = new ArrayList<String>();
        row.get("captions").forEach(caption -> captions.add(clean(caption.asString())));
        return new CaptionedPicture(folder.resolve(row.get("image").asString()), captions);
    }

    /// As the projector's training did it.
    private static String clean(String caption) {
        String text =
                caption.strip()
                        .replaceAll("\\s+([.,;:!?])", "$1")
                        .replace(" 's", "'s")
                        .replace(" n't", "n't")
                        .replaceAll("^[ \"]+|[ \"]+$", "")
                        .replaceAll("\\s+", " ")
                        .replaceAll("[. ]+$", "");
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /// The picture that stands for "another": half the list away.
    CaptionedPicture other(int index) {
        return pictures.get((index + pictures.size() / 2) % pictures.size());
    }

    /// Words that say something about what is seen.
    static Set<String> contentWords(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .filter(word -> !EMPTY_WORDS.contains(word))
                .collect(Collectors.toSet());
    }
}
