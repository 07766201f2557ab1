package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.eval.CaptionEvaluation;
import dev.nunchi.engine.eval.CaptionedPicture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Makes a benchmark of pictures that people have described: one question about each, what
/// [CaptionEvaluation] asks, with all captions as references.
public final class CaptionBenchmark {
    private CaptionBenchmark() {}

    /// @param name the file's or folder's, as reports have it
    public static Benchmark of(String name, List<CaptionedPicture> pictures) {
        var scenes = new LinkedHashMap<String, Scene>();
        var items = new ArrayList<BenchmarkItem>();
        for (var described : pictures) {
            String key = String.valueOf(scenes.size() + 1);
            scenes.put(key, new Scene(described.picture(), described.captions(), List.of()));
            items.add(
                    new BenchmarkItem(
                            key,
                            key,
                            CaptionEvaluation.QUESTION,
                            new Task.Described(described.captions())));
        }
        return new Benchmark(name, scenes, items);
    }
}
