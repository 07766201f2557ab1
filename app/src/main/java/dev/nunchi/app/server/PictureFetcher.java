package dev.nunchi.app.server;

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
}
