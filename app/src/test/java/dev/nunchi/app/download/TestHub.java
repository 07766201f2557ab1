package dev.nunchi.app.download;

import dev.nunchi.engine.storage.Sha256;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A model hub on this machine with one repository.
public final class TestHub implements AutoCloseable {
    public static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    private static final String REPOSITORY = "owner/small";
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(20));

    private final TestServer server = new TestServer();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final String repository;
    private final String api;

    /// What a server does instead of what it was asked for.
    public enum Fault {
        /// Sends half and then nothing more.
        STALL,
        /// Sends half and breaks off.
        CUT,
        /// Sends all that was asked for, the last byte of it another one.
        LIE
    }

    /// The one of [#model].
    public TestHub() throws IOException {
        this(REPOSITORY, small());
    }

    /// One that has a model of a catalogue.
    ///
    /// @param files their contents by name
    public TestHub(String repository, Map<String, byte[]> files) throws IOException {
        this.repository = repository;
        this.api = "/api/models/" + repository;
        this.files.putAll(files);
        serve();
    }

    private static Map<String, byte[]> small() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("config.json", "{}\n".getBytes(StandardCharsets.US_ASCII));
        files.put("model-1.safetensors", bytes(1, 200_000));
        files.put("model-2.safetensors", bytes(2, 150_000));
        files.put("pytorch_model.bin", bytes(3, 10));
        return files;
    }

    private void serve() {
        var array = new JsonMapper().createArrayNode();
        array.addObject().put("type", "directory").put("path", "onnx");
        files.forEach((name, content) -> {
            var node = array.addObject().put("type", "file").put("path", name);
            node.put("size", content.length).put("oid", "not a hash");
            if (name.endsWith(".safetensors")) {
                node.putObject("lfs").put("oid", sha256(content)).put("size", content.length);
            }
            server.on(path(name), TestServer.file(content, tag(name)));
        });
        json(api, "{\"sha\":\"" + REVISION + "\"}");
        tree(array.toString());
    }

    /// What the first requests of a file get; those that follow get what they ask for.
    public void disturb(String name, List<Fault> faults) {
        byte[] content = content(name);
        var scripts = new ArrayList<TestServer.Script>();
        for (var fault : faults) {
            scripts.add((request, reply) -> {
                int from = request.from().orElse(0);
                TestServer.head(reply, content.length, from, tag(name));
                int half = from + (content.length - from) / 2;
                switch (fault) {
                    case STALL -> reply.bytes(content, from, half).stall();
                    case CUT -> reply.bytes(content, from, half).cut();
                    case LIE -> {
                        reply.bytes(content, from, content.length - 1);
                        reply.bytes(new byte[] {(byte) ~content[content.length - 1]});
                    }
                }
            });
        }
        scripts.add(TestServer.file(content, tag(name)));
        server.on(path(name), scripts.toArray(TestServer.Script[]::new));
    }

    /// Where each request of a file so far began.
    public List<Integer> asked(String name) {
        return server.requests(path(name)).stream()
                .map(request -> request.from().orElse(0))
                .toList();
    }

    private String path(String name) {
        return "/" + repository + "/resolve/" + REVISION + "/" + name;
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
        json(api + "/tree/" + REVISION + "?recursive=1", body);
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

    /// Bytes that look like weights.
    public static byte[] bytes(long seed, int length) {
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
