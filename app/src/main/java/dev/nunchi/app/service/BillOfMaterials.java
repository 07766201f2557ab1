package dev.nunchi.app.service;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The libraries in a list of contents as the build writes it
/// ([CycloneDX](https://cyclonedx.org/specification/overview/) 1.6, JSON).
final class BillOfMaterials {
    private static final String OWN_GROUP = "dev.nunchi";

    /// What libraries declare in words that leave room for doubt, as their own files say it.
    private static final Map<String, String> AS_THEIR_FILES_SAY =
            Map.of(
                    "com.twelvemonkeys.imageio", "BSD-3-Clause",
                    "com.twelvemonkeys.common", "BSD-3-Clause",
                    "org.controlsfx", "BSD-3-Clause");

    private BillOfMaterials() {}

    /// The works of others, each once, in the list's order.
    static List<Work> read(InputStream json) {
        var works = new LinkedHashSet<Work>();
        for (JsonNode component : new JsonMapper().readTree(json).path("components")) {
            String group = component.path("group").asString("");
            if (!group.equals(OWN_GROUP)) {
                works.add(
                        new Work(
                                group,
                                component.path("name").asString(""),
                                component.path("version").asString(""),
                                AS_THEIR_FILES_SAY.getOrDefault(group, licence(component))));
            }
        }
        return List.copyOf(works);
    }

    private static String licence(JsonNode component) {
        var alternatives = new ArrayList<String>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String name = licence.path("id").asString(licence.path("name").asString(""));
            alternatives.add(name.isEmpty() ? choice.path("expression").asString("") : name);
        }
        return String.join(" or ", alternatives);
    }
}
