package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sorts values by merging. (The library's sort takes a comparator, which cannot fail as
/// comparisons in a template can.)
///
/// @param attribute what items are compared by; themselves if empty
record Sorter(Operators operators, Optional<Value> attribute, Rendering rendering) {

    List<Value> sort(List<Value> items) throws TemplateException {
        rendering.countWork(items.size());
        if (items.size() < 2) {
            return items;
        }
        int middle = items.size() / 2;
        return merge(sort(items.subList(0, middle)), sort(items.subList(middle, items.size())));
    }

    private List<Value> merge(List<Value> left, List<Value> right) throws TemplateException {
        var merged = new ArrayList<Value>(left.size() + right.size());
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            boolean leftFirst = operators.compare(key(left.get(l)), key(right.get(r))) <= 0;
            merged.add(leftFirst ? left.get(l++) : right.get(r++));
        }
        merged.addAll(left.subList(l, left.size()));
        merged.addAll(right.subList(r, right.size()));
        return merged;
    }

    /// Pairs, as `dictsort` has them, are compared by their first halves; case is ignored.
    private Value key(Value item) throws TemplateException {
        var key = attribute.isPresent() ? Lookup.path(item, attribute.get(), rendering) : item;
        if (key instanceof Value.Seq(var pair) && !pair.isEmpty()) {
            key = pair.getFirst();
        }
        return key instanceof Text text ? Texts.lower(text, rendering) : key;
    }
}
