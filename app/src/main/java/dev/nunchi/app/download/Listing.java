package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of a model as the server listed them, at one revision.
///
/// @param revision that the files are asked for at, so that they stay those that were listed
record Listing(String repository, String revision, List<Entry> files) {
    Listing {
        files = List.copyOf(files);
    }

    /// @param size bytes
    /// @param checksum if the server has published one
    record Entry(String name, long size, Optional<Checksum> checksum) {}

    /// Names that can be files of a folder anywhere, and lead nowhere else.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,199}");

    private static final long LARGEST = 1L << 42;

    long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    /// The files that a model is made of.
    ///
    /// @throws DownloadException if one that is required is not there
    Listing of(CatalogueModel model) throws DownloadException {
        var taken = new ArrayList<Entry>();
        for (String pattern : model.required()) {
            var found = matching(pattern);
            if (found.isEmpty()) {
                throw new DownloadException(
                        Reason.INCOMPLETE, pattern, "is not among the files of " + repository);
            }
            taken.addAll(found);
        }
        for (String pattern : model.optional()) {
            taken.addAll(matching(pattern));
        }
        return new Listing(repository, revision, taken.stream().distinct().toList());
    }

    private List<Entry> matching(String pattern) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return files.stream().filter(file -> matcher.matches(Path.of(file.name()))).toList();
    }

    /// A file of the server's list; empty for folders and for what lies in them.
    ///
    /// @throws DownloadException if it can be no file
    static Optional<Entry> entry(JsonNode node) throws DownloadException {
        String path = node.path("path").asString("");
        if (!node.path("type").asString("").equals("file") || path.contains("/")) {
            return Optional.empty();
        }
        if (!NAME.matcher(path).matches()) {
            return Optional.empty();
        }
        JsonNode lfs = node.path("lfs");
        long size = lfs.path("size").asLong(node.path("size").asLong(-1));
        if (size < 0 || size > LARGEST) {
            throw new DownloadException(Reason.BAD_ANSWER, path, "listed with a size of " + size);
        }
        var checksum =
                lfs.isObject()
                        ? Checksum.sha256(lfs.path("oid").asString(""))
                        : Checksum.gitBlob(node.path("oid").asString(""));
        return Optional.of(new Entry(path, size, checksum));
    }

    ObjectNode toJson() {
        var root = new JsonMapper().createObjectNode();
        root.put("repository", repository).put("revision", revision);
        var array = root.putArray("files");
        for (var file : files) {
            var node = array.addObject().put("name", file.name()).put("size", file.size());
            file.checksum().ifPresent(sum -> node.put(sum.kind().name(), sum.hex()));
        }
        return root;
    }

    /// Empty if it is none that [#toJson()] wrote.
    static Optional<Listing> of(JsonNode root) {
        var files = new ArrayList<Entry>();
        for (var node : root.path("files")) {
            String name = node.path("name").asString("");
            long size = node.path("size").asLong(-1);
            if (!NAME.matcher(name).matches() || size < 0) {
                return Optional.empty();
            }
            var checksum =
                    Checksum.sha256(node.path(Checksum.Kind.SHA256.name()).asString(""))
                            .or(() ->
                                    Checksum.gitBlob(
                                            node.path(Checksum.Kind.GIT_BLOB.name()).asString("")));
            files.add(new Entry(name, size, checksum));
        }
        String repository = root.path("repository").asString("");
        String revision = root.path("revision").asString("");
        return files.isEmpty() || repository.isEmpty() || revision.isEmpty()
                ? Optional.empty()
                : Optional.of(new Listing(repository, revision, files));
    }
}
