package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A model hub or a mirror of one: what it lists of a repository, and where the files are.
///
/// | asked for | address below the hub's |
/// |---|---|
/// | the newest revision | `/api/models/OWNER/NAME`, field `sha` |
/// | the files at a revision | `/api/models/OWNER/NAME/tree/REVISION?recursive=1`, an array of `type`, `path`, `size`, `oid` (git blob), `lfs.oid` (SHA-256), `lfs.size`; further pages by `Link` |
/// | a file | `/OWNER/NAME/resolve/REVISION/PATH` |
///
/// @param base without a slash at its end
record Hub(URI base, Web web, Retries retries) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BYTES = 16 << 20;
    private static final int MOST_PAGES = 20;
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

    /// All files at the top of a repository.
    Listing list(String repository, TransferListener listener)
            throws DownloadException, StorageException, StoppedException {
        String api = base + "/api/models/" + repository;
        String sha = json(URI.create(api), listener).body().path("sha").asString("");
        String revision = REVISION.matcher(sha).matches() ? sha : "main";
        var files = new ArrayList<Listing.Entry>();
        var next = Optional.of(URI.create(api + "/tree/" + revision + "?recursive=1"));
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw badAnswer(repository, "is listed on too many pages");
            }
            var answer = json(next.get(), listener);
            if (!answer.body().isArray()) {
                throw badAnswer(repository, "is listed as no array");
            }
            for (var node : answer.body()) {
                Listing.entry(node).ifPresent(files::add);
            }
            next = answer.next();
        }
        if (files.stream().map(Listing.Entry::name).distinct().count() < files.size()) {
            throw badAnswer(repository, "has two files of one name");
        }
        return new Listing(repository, revision, files);
    }

    /// Where a listed file is.
    RemoteFile file(Listing listing, Listing.Entry file) {
        var address =
                URI.create(
                        "%s/%s/resolve/%s/%s"
                                .formatted(
                                        base,
                                        listing.repository(),
                                        listing.revision(),
                                        file.name()));
        return new RemoteFile(address, OptionalLong.of(file.size()), file.checksum());
    }

    /// @param next the next page, if there is one on the same server
    private record Page(JsonNode body, Optional<URI> next) {}

    private Page json(URI address, TransferListener listener)
            throws DownloadException, StorageException, StoppedException {
        return retries.run(
                new Retries.Task<>(address.getHost(), () -> ask(address), () -> 0), listener);
    }

    private Page ask(URI address)
            throws IOException, TryAgainException, DownloadException, StoppedException {
        var headers = Map.of("Accept", "application/json");
        try (var answer = web.get(address, headers, retries.patience())) {
            if (answer.status() != 200) {
                answer.throwFailure(address.getPath());
            }
            answer.requireIdentity(address.getPath());
            var next =
                    answer.headers()
                            .firstValue("Link")
                            .map(NEXT::matcher)
                            .filter(link -> link.find())
                            .flatMap(link -> page(address, link.group(1)));
            return new Page(JSON.readTree(bytes(answer)), next);
        } catch (JacksonException e) {
            throw new DownloadException(
                    Reason.BAD_ANSWER, address.getHost(), "did not answer in JSON", e);
        }
    }

    private static Optional<URI> page(URI from, String link) {
        try {
            var to = from.resolve(link);
            boolean same =
                    String.valueOf(to.getAuthority()).equals(from.getAuthority())
                            && String.valueOf(to.getScheme()).equals(from.getScheme());
            return Optional.of(to).filter(_ -> same);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] bytes(Answer answer) throws IOException, DownloadException, StoppedException {
        var all = new ByteArrayOutputStream();
        List<ByteBuffer> pieces = answer.body().next(retries.patience());
        while (!pieces.isEmpty()) {
            for (var piece : pieces) {
                var bytes = new byte[piece.remaining()];
                piece.get(bytes);
                all.write(bytes);
            }
            if (all.size() > MAX_BYTES) {
                throw badAnswer(answer.address().getHost(), "sent a list without end");
            }
            pieces = answer.body().next(retries.patience());
        }
        return all.toByteArray();
    }

    private static DownloadException badAnswer(String subject, String problem) {
        return new DownloadException(Reason.BAD_ANSWER, subject, problem);
    }
}
