package dev.nunchi.app.teach;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// Boxes as files of rows, benchmarks and prompts hold them.
public final class BoxJson {
    private BoxJson() {}

    /// Adds `"objects": [{"category", "bbox": [x0, y0, x1, y1]}]`.
    public static void write(List<Box> boxes, ObjectNode json) {
        var list = json.putArray("objects");
        for (var box : boxes) {
            var object = list.addObject().put("category", box.category());
            object.putArray("bbox").add(box.x0()).add(box.y0()).add(box.x1()).add(box.y1());
        }
    }
}
