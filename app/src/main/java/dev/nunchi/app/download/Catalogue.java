package dev.nunchi.app.download;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models that are recommended, and the server that has them. Comes with the program.
///
/// @param hub the server's address, without a slash at its end
/// @param models in the order in which they are shown
public record Catalogue(URI hub, List<CatalogueModel> models) {
    private static final String RESOURCE = "catalogue.json";

    public Catalogue {
        models = List.copyOf(models);
    }

    /// The one that comes with the program.
    public static Catalogue bundled() {
        try (var in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE);
            }
            return parse(new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }

    public Optional<CatalogueModel> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    private static Catalogue parse(JsonNode root) {
        return new Catalogue(
                URI.create(root.path("hub").asString()),
                root.path("models").valueStream().map(Catalogue::model).toList());
    }

    private static CatalogueModel model(JsonNode node) {
        return new CatalogueModel(
                node.path("id").asString(),
                node.path("name").asString(),
                CatalogueModel.Purpose.valueOf(constant(node, "purpose")),
                CatalogueModel.Form.valueOf(constant(node, "form")),
                node.path("parameters").asLong(),
                node.path("bytes").asLong(),
                node.path("licence").asString(),
                texts(node, "languages"),
                node.path("repository").asString(),
                texts(node, "required"),
                texts(node, "optional"));
    }

    private static String constant(JsonNode node, String field) {
        return node.path(field).asString().toUpperCase(Locale.ROOT);
    }

    private static List<String> texts(JsonNode node, String field) {
        return node.path(field).valueStream().map(JsonNode::asString).toList();
    }
}
