package dev.nunchi.app.teach;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// Boxes as files of rows, benchmarks and prompts hold them.
public final class BoxJson {
    private static final int CORNERS = 4;

    private BoxJson() {}

    /// The boxes of a list of `{"category", "bbox": [x0, y0, x1, y1]}`; of what is no list, none.
    ///
    /// @throws IllegalArgumentException if the file that holds the list is at fault; the message
    ///   names the field, the caller the place
    public static List<Box> read(JsonNode list) {
        var boxes = new ArrayList<Box>();
        for (var object : list) {
            var corners = object.path("bbox");
            if (corners.size() != CORNERS || !corners.valueStream().allMatch(JsonNode::isNumber)) {
                throw new IllegalArgumentException("bbox: not four numbers");
            }
            boxes.add(
                    Box.clamped(
                            object.path("category").asString("").strip(),
                            corners.get(0).asDouble(),
                            corners.get(1).asDouble(),
                            corners.get(2).asDouble(),
                            corners.get(3).asDouble()));
        }
        return boxes;
    }

    /// Adds `"objects": [{"category", "bbox": [x0, y0, x1, y1]}]`.
    public static void write(List<Box> boxes, ObjectNode json) {
        var list = json.putArray("objects");
        for (var box : boxes) {
            var object = list.addObject().put("category", box.category());
            object.putArray("bbox").add(box.x0()).add(box.y0()).add(box.x1()).add(box.y1());
        }
    }
}
