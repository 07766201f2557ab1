package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pictures and questions about them.
///
/// @param name the file's or folder's, as reports have it
/// @param scenes by their keys; a scene's picture need not exist, for answers that were given
///   before
/// @param items whose pictures are all among the scenes
public record Benchmark(String name, Map<String, Scene> scenes, List<BenchmarkItem> items) {
    public Benchmark {
        scenes = Collections.unmodifiableMap(new LinkedHashMap<>(scenes));
        items = List.copyOf(items);
        for (var item : items) {
            if (!scenes.containsKey(item.picture())) {
                throw new IllegalArgumentException("no scene of " + item.picture());
            }
        }
    }

    /// What is known of an item's picture.
    public Scene scene(BenchmarkItem item) {
        var scene = scenes.get(item.picture());
        if (scene == null) {
            throw new IllegalArgumentException("no item of this benchmark: " + item.id());
        }
        return scene;
    }

    /// The items whose answers are texts of one of the paper's kinds.
    public List<BenchmarkItem> open() {
        return items.stream().filter(item -> item.task() instanceof Task.Open).toList();
    }

    /// The open items of one kind.
    public List<BenchmarkItem> open(SampleType kind) {
        return items.stream()
                .filter(item -> item.task() instanceof Task.Open(var own, _) && own == kind)
                .toList();
    }

    /// The open items that have a reference.
    public List<BenchmarkItem> referenced() {
        return items.stream()
                .filter(item -> item.task() instanceof Task.Open(_, var own) && own.isPresent())
                .toList();
    }

    /// The first items, so many pictures as are wanted.
    public Benchmark limited(int pictures) {
        var kept = items.stream().map(BenchmarkItem::picture).distinct().limit(pictures).toList();
        var fewer = new LinkedHashMap<>(scenes);
        fewer.keySet().retainAll(kept);
        return new Benchmark(
                name, fewer, items.stream().filter(item -> kept.contains(item.picture())).toList());
    }

    /// The same under another name.
    public Benchmark withName(String other) {
        return new Benchmark(other, scenes, items);
    }

    /// The same with other items.
    public Benchmark withItems(List<BenchmarkItem> others) {
        return new Benchmark(name, scenes, others);
    }
}
