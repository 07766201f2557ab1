package dev.nunchi.app.service;

import dev.nunchi.engine.image.Picture;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The pixels of the pictures used last, so that a conversation need not decode all of its pictures
/// for each question. Thread-safe.
final class PictureCache {
    private static final long MAX_BYTES = 64L << 20;

    private final SequencedMap<String, Picture> byHash = new LinkedHashMap<>();
    private long bytes;

    synchronized Optional<Picture> get(String hash) {
        Picture picture = byHash.remove(hash);
        if (picture != null) {
            byHash.putLast(hash, picture);
        }
        return Optional.ofNullable(picture);
    }

    synchronized void put(Picture picture) {
        Picture old = byHash.remove(picture.contentHash());
        bytes += picture.rgb().length - (old == null ? 0 : old.rgb().length);
        byHash.putLast(picture.contentHash(), picture);
        while (bytes > MAX_BYTES) {
            bytes -= byHash.pollFirstEntry().getValue().rgb().length;
        }
    }
}
