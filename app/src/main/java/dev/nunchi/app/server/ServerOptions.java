package dev.nunchi.app.server;

import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.Serving;

import java.util.List;
import java.util.Set;

/// Where a server listens and whom it answers.
///
/// @param host name or address to listen on; other than the loopback ones, a key is required
/// @param port 0 for any that is free
/// @param keys that callers must show one of; none for everybody on this computer. Several are for
///   several people or programs, who then take turns. [Secret#none] counts for nothing
/// @param hosts further names that callers may know this computer by
/// @param origins of web pages that may ask, as browsers write them: `https://example.org`
/// @param pictures whether addresses of pictures are followed
public record ServerOptions(
        String host,
        int port,
        List<Secret> keys,
        Set<String> hosts,
        Set<String> origins,
        RemotePictures pictures,
        ServerLimits limits) {
    /// Where nobody but this computer reaches it.
    public static final String LOOPBACK = "127.0.0.1";

    private static final String EVERYWHERE = "0.0.0.0";

    /// Whether pictures may be fetched from the addresses that requests name.
    public enum RemotePictures {
        REFUSED,
        /// From public addresses; never from those of this computer or its network.
        FETCHED
    }

    public ServerOptions {
        keys = keys.stream().filter(Secret::isPresent).toList();
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /// As the person has chosen in the window.
    public static ServerOptions of(Serving serving) {
        return loopback(serving.port())
                .withHost(
                        switch (serving.reach()) {
                            case THIS_COMPUTER -> LOOPBACK;
                            case NETWORK -> EVERYWHERE;
                        })
                .withKey(serving.key());
    }

    /// On this computer alone, without a key.
    public static ServerOptions loopback(int port) {
        return new ServerOptions(
                LOOPBACK,
                port,
                List.of(),
                Set.of(),
                Set.of(),
                RemotePictures.REFUSED,
                ServerLimits.defaults());
    }

    public ServerOptions withHost(String other) {
        return new ServerOptions(other, port, keys, hosts, origins, pictures, limits);
    }

    public ServerOptions withKey(Secret other) {
        return withKeys(List.of(other));
    }

    public ServerOptions withKeys(List<Secret> other) {
        return new ServerOptions(host, port, other, hosts, origins, pictures, limits);
    }

    /// With names of this computer and origins of web pages.
    public ServerOptions withCallers(Set<String> names, Set<String> pages) {
        return new ServerOptions(host, port, keys, names, pages, pictures, limits);
    }

    public ServerOptions withPictures(RemotePictures other) {
        return new ServerOptions(host, port, keys, hosts, origins, other, limits);
    }

    public ServerOptions withLimits(ServerLimits other) {
        return new ServerOptions(host, port, keys, hosts, origins, pictures, other);
    }
}
