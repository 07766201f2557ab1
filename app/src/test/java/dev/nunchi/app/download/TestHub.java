package dev.nunchi.app.download;

import dev.nunchi.engine.storage.Sha256;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A model hub on this machine with one repository: texts lie in it, weights behind a redirect.
public final class TestHub implements AutoCloseable {
    public static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    private static final String REPOSITORY = "owner/small";
    private static final String API = "/api/models/" + REPOSITORY;
    private static final String TREE = API + "/tree/" + REVISION + "?recursive=1";
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(20));

    private final TestServer server = new TestServer();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public TestHub() throws IOException {
        files.put("config.json", "{}\n".getBytes(StandardCharsets.US_ASCII));
        files.put("model-1.safetensors", bytes(1, 200_000));
        files.put("model-2.safetensors", bytes(2, 150_000));
        files.put("pytorch_model.bin", bytes(3, 10));
        var array = new JsonMapper().createArrayNode();
        array.addObject().put("type", "directory").put("path", "onnx");
        files.forEach((name, content) -> {
            var node = array.addObject().put("type", "file").put("path", name);
            node.put("size", content.length).put("oid", "not a hash");
            if (name.endsWith(".safetensors")) {
                node.putObject("lfs").put("oid", sha256(content)).put("size", content.length);
            }
            server.on(resolve(name), TestServer.file(content, tag(name)));
        });
        json(API, "{\"sha\":\"" + REVISION + "\"}");
        json(TREE, array.toString());
    }

    /// What a test needs of the hub: its one model.
    public static CatalogueModel model() {
        return model("small");
    }

    static CatalogueModel model(String id) {
        return new CatalogueModel(
                id,
                "Small",
                CatalogueModel.Purpose.QUICK,
                CatalogueModel.Form.HALF,
                1_000_000,
                350_000,
                "Apache-2.0",
                List.of("en"),
                REPOSITORY,
                List.of("config.json", "*.safetensors"),
                List.of("README.md"));
    }

    /// Downloads from here.
    ///
    /// @param space of the disk
    public ModelDownloads downloads(Path folder, Space space) {
        return new ModelDownloads(
                folder,
                new Catalogue(URI.create("http://0.0.0.0"), List.of(model(), model("second"))),
                () -> Optional.of(address()),
                new ModelDownloads.Conditions(QUICK, space));
    }

    public URI address() {
        return server.address("");
    }

    TestServer server() {
        return server;
    }

    void json(String path, String body) {
        server.on(
                path,
                (_, reply) ->
                        reply.head("200 OK", "Content-Type: application/json")
                                .bytes(body.getBytes(StandardCharsets.UTF_8)));
    }

    void tree(String body) {
        json(TREE, body);
    }

    byte[] content(String name) {
        return files.getOrDefault(name, new byte[0]);
    }

    static String resolve(String name) {
        return "/" + REPOSITORY + "/resolve/" + REVISION + "/" + name;
    }

    static String tag(String name) {
        return "\"" + name + "\"";
    }

    /// How often the hub was asked for anything.
    public int requests() {
        return server.requests().size();
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(content));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
