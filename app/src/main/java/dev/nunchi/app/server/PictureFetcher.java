package dev.nunchi.app.server;

import java.time.Duration;

/// Gets pictures that a request only names.
@FunctionalInterface
interface PictureFetcher {
    /// For servers that fetch nothing.
    PictureFetcher REFUSES =
            _ -> {
                throw ApiException.of(
                        "messages",
                        "remote_image_refused",
                        "this server fetches no pictures: send them as data addresses"
                                + " (data:image/png;base64,...)");
            };

    /// @return an encoded picture, or what was taken for one
    byte[] fetch(String address) throws ApiException;

    /// Of one request: what it fetches is held in its share of the memory, and all of it has to
    /// come in time.
    default PictureFetcher of(BodyMemory.Share memory, Duration time) {
        long began = System.nanoTime();
        return address -> {
            if (System.nanoTime() - began > time.toNanos()) {
                throw ApiException.of(
                        "messages",
                        "remote_image_failed",
                        "the pictures were not fetched within %d s".formatted(time.toSeconds()));
            }
            byte[] picture = fetch(address);
            memory.grow(picture.length);
            return picture;
        };
    }
}
