package dev.nunchi.engine.eval;

import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A picture and what people say about it.
///
/// @param captions one or more
public record CaptionedPicture(Path picture, List<String> captions) {
    public CaptionedPicture {
        captions = List.copyOf(captions);
        if (captions.isEmpty()) {
            throw new IllegalArgumentException(picture + " has no caption");
        }
    }

    /// The pictures of a data set's captions, each once, in the order of the data.
    public static List<CaptionedPicture> of(List<Sample> samples) {
        var captions = new LinkedHashMap<Path, List<String>>();
        for (var sample : samples) {
            if (sample.type() == SampleType.CAPTION) {
                sample.picture()
                        .ifPresent(picture ->
                                captions.computeIfAbsent(picture, _ -> new ArrayList<>())
                                        .add(sample.firstAnswer()));
            }
        }
        return captions.entrySet().stream()
                .map(entry -> new CaptionedPicture(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// At most `count` of a list's elements, at equal distances.
    public static List<CaptionedPicture> spread(List<CaptionedPicture> all, int count) {
        if (count >= all.size()) {
            return all;
        }
        var chosen = new ArrayList<CaptionedPicture>();
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / count)));
        }
        return chosen;
    }
}
