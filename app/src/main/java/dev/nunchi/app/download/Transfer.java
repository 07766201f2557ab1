package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Receives one file, however often the network breaks, and lets nothing pass that is not what was
/// published.
///
/// Bytes go to `NAME.part` beside the target; `NAME.resume.json` tells where they came from. The
/// rest of a part is asked for with `Range` and `If-Range` and its strong `ETag` (RFC 9110,
/// 13.1.5), or with `Range` alone where a published checksum will tell; otherwise the file is begun
/// again, as it is when the server answers 200, 416, or with another range than was asked for. The
/// file gets its name only when its length and checksum are right, and never takes the place of
/// another.
final class Transfer {
    /// What is never filled.
    static final long FREE_BYTES = 256 << 20;

    /// How often the disk is asked how much it still takes.
    private static final long SPACE_STEP = 32 << 20;

    private final RemoteFile file;
    private final Path target;
    private final Means means;
    private final TransferListener listener;
    private OptionalLong size;
    private Optional<Checksum> checksum;
    private boolean rangeBroken;

    /// What a transfer works with.
    record Means(Web web, Retries retries, Space space) {}

    /// @param target its folder is there
    Transfer(RemoteFile file, Path target, Means means, TransferListener listener) {
        this.file = file;
        this.target = target;
        this.means = means;
        this.listener = listener;
        this.size = file.size();
        this.checksum = file.checksum();
    }

    /// Receives what is missing of the file. A file that is there already with the right length is
    /// left as it is: it got its name when it was right.
    ///
    /// @return whether the content was held against a published checksum; there may be none
    /// @throws DownloadException if it cannot be had now; a part that may be right is kept
    boolean receive() throws DownloadException, StorageException, StoppedException {
        if (Files.exists(target)) {
            requireLength(sizeOf(target));
            return checksum.isPresent();
        }
        var kind = checksum.map(Checksum::kind).orElse(Checksum.Kind.SHA256);
        try (var part =
                PartFile.open(
                        target,
                        () -> Checksum.digest(kind, size.orElse(0)),
                        means.retries().patience())) {
            if (size.isPresent() && part.length() > size.getAsLong()) {
                part.restart();
            }
            listener.received(part.length());
            means.retries()
                    .run(
                            new Retries.Task<>(
                                    file.name(),
                                    () -> {
                                        receiveRest(part);
                                        return target;
                                    },
                                    part::length),
                            listener);
            verify(part);
            part.publish();
        }
        return checksum.isPresent();
    }

    private long sizeOf(Path path) throws StorageException {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw StorageException.of(path, "looking at a file", e);
        }
    }

    private void receiveRest(PartFile part)
            throws IOException,
                    TryAgainException,
                    DownloadException,
                    StorageException,
                    StoppedException {
        if (isWhole(part)) {
            return;
        }
        var headers = resumption(part);
        var patience = means.retries().patience();
        try (var answer = means.web().get(file.address(), headers, patience)) {
            begin(answer, part, Optional.ofNullable(headers.get("If-Range")));
            for (var pieces = answer.body().next(patience);
                    !pieces.isEmpty();
                    pieces = answer.body().next(patience)) {
                append(part, pieces);
            }
        }
        if (size.isPresent() && part.length() < size.getAsLong()) {
            throw new IOException(
                    "ended after %d of %d bytes".formatted(part.length(), size.getAsLong()));
        }
    }

    private boolean isWhole(PartFile part) {
        return size.isPresent() && part.length() == size.getAsLong();
    }

    /// Headers that ask for the rest; none to ask for all, with nothing there.
    private Map<String, String> resumption(PartFile part) throws StorageException {
        if (part.length() > 0 && !rangeBroken) {
            String range = "bytes=" + part.length() + "-";
            var etag =
                    PartState.read(target)
                            .filter(state -> state.address().equals(file.address().toString()))
                            .flatMap(PartState::etag);
            if (etag.isPresent()) {
                return Map.of("Range", range, "If-Range", etag.get());
            }
            if (checksum.isPresent()) {
                return Map.of("Range", range);
            }
        }
        part.restart();
        return Map.of();
    }

    /// Holds an answer's headers against what is known; makes the part ready for its body.
    ///
    /// @param etag the condition under which the rest was asked for, if it was
    private void begin(Answer answer, PartFile part, Optional<String> etag)
            throws DownloadException, StorageException, TryAgainException {
        switch (answer.status()) {
            case 200 -> beginAll(answer, part);
            case 206 -> beginRest(answer, part, etag);
            case 416 -> throw beginAgain("there is nothing behind byte " + part.length());
            default -> answer.throwFailure(file.name());
        }
    }

    private void beginAll(Answer answer, PartFile part) throws DownloadException, StorageException {
        answer.requireIdentity(file.name());
        part.restart();
        listener.received(0);
        requireLength(answer.contentLength());
        checksum = file.checksum().or(() -> Checksum.in(answer.hops()));
        new PartState(file.address().toString(), answer.strongEtag()).write(target);
    }

    private void beginRest(Answer answer, PartFile part, Optional<String> etag)
            throws DownloadException, TryAgainException {
        if (part.length() == 0) {
            throw new DownloadException(
                    Reason.BAD_ANSWER, file.name(), "a part was sent, all was asked for");
        }
        answer.requireIdentity(file.name());
        var range = answer.contentRange();
        if (range.isEmpty() || !range.get().isRest(part.length(), size)) {
            throw beginAgain("another part was sent than was asked for: " + range);
        }
        if (etag.isPresent() && differ(etag, answer.strongEtag())) {
            throw beginAgain("the rest of another file was sent");
        }
        var published = file.checksum().or(() -> Checksum.in(answer.hops()));
        if (differ(checksum, published)) {
            throw beginAgain("the rest of a file with another checksum was sent");
        }
        checksum = checksum.or(() -> published);
        if (size.isEmpty()) {
            size = range.get().size();
        }
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /// Ranges of this server, or the part that is there, are not to be relied on.
    private TryAgainException beginAgain(String problem) {
        rangeBroken = true;
        return new TryAgainException(Reason.BAD_ANSWER, problem, Optional.empty());
    }

    private void requireLength(OptionalLong sent) throws DownloadException {
        if (sent.isPresent() && size.isPresent()) {
            requireLength(sent.getAsLong());
        }
        if (size.isEmpty()) {
            size = sent;
        }
    }

    private void requireLength(long found) throws DownloadException {
        if (size.isPresent() && size.getAsLong() != found) {
            throw new DownloadException(
                    Reason.WRONG_LENGTH,
                    file.name(),
                    "%d bytes instead of %d".formatted(found, size.getAsLong()));
        }
    }

    private void append(PartFile part, List<ByteBuffer> pieces)
            throws DownloadException, StorageException {
        for (var piece : pieces) {
            long after = part.length() + piece.remaining();
            if (size.isPresent() && after > size.getAsLong()) {
                part.discard();
                throw new DownloadException(
                        Reason.WRONG_LENGTH,
                        file.name(),
                        "more than %d bytes came".formatted(size.getAsLong()));
            }
            if (part.length() / SPACE_STEP != after / SPACE_STEP) {
                requireSpace(size.orElse(after) - part.length());
            }
            part.append(piece);
        }
        listener.received(part.length());
    }

    private void requireSpace(long missing) throws DownloadException, StorageException {
        Path folder = target.resolveSibling("");
        try {
            long usable = means.space().usable(folder);
            if (usable < FREE_BYTES) {
                throw DownloadException.noSpace(file.name(), missing + FREE_BYTES, usable);
            }
        } catch (IOException e) {
            throw StorageException.of(folder, "asking for free space", e);
        }
    }

    private void verify(PartFile part) throws DownloadException, StorageException {
        if (checksum.isPresent()) {
            String found = part.hex();
            String published = checksum.get().hex();
            if (!found.equals(published)) {
                part.discard();
                throw new DownloadException(
                        Reason.WRONG_CHECKSUM,
                        file.name(),
                        "%s is %s, published was %s"
                                .formatted(checksum.get().kind(), found, published));
            }
        }
    }
}
