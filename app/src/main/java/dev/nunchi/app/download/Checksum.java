package dev.nunchi.app.download;

import dev.nunchi.engine.storage.Sha256;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server has published about a file's content. There is none but a published one.
///
/// @param hex lower case
public record Checksum(Kind kind, String hex) {
    /// How it is computed.
    public enum Kind {
        /// FIPS 180-4, over the content.
        SHA256,
        /// SHA-1 over `blob`, a space, the length in decimal, a zero byte and the content, as git
        /// names a file.
        GIT_BLOB
    }

    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SHA1_HEX = Pattern.compile("[0-9a-fA-F]{40}");

    /// RFC 9530 `Repr-Digest: sha-256=:…:` and RFC 3230 `Digest: sha-256=…`; both are about the
    /// whole file, also where only a part is sent.
    private static final Pattern DIGEST =
            Pattern.compile(
                    "(?:^|,)\\s*sha-256=:?([A-Za-z0-9+/]{43}=):?\\s*(?:,|$)",
                    Pattern.CASE_INSENSITIVE);

    /// Empty if the text is no SHA-256.
    static Optional<Checksum> sha256(String hex) {
        return of(Kind.SHA256, SHA256_HEX, hex);
    }

    /// Empty if the text is no SHA-1.
    static Optional<Checksum> gitBlob(String hex) {
        return of(Kind.GIT_BLOB, SHA1_HEX, hex);
    }

    private static Optional<Checksum> of(Kind kind, Pattern form, String hex) {
        return form.matcher(hex).matches()
                ? Optional.of(new Checksum(kind, hex.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /// What the servers that led to a file have published in their headers.
    ///
    /// @param hops the headers of each answer, the file's own last
    static Optional<Checksum> in(List<HttpHeaders> hops) {
        return hops.stream().flatMap(headers -> in(headers).stream()).findFirst();
    }

    private static Optional<Checksum> in(HttpHeaders headers) {
        return headers.firstValue("X-Linked-Etag")
                .flatMap(etag -> sha256(etag.replace("\"", "").strip()))
                .or(() -> headers.firstValue("Repr-Digest").flatMap(Checksum::ofDigest))
                .or(() -> headers.firstValue("Digest").flatMap(Checksum::ofDigest));
    }

    private static Optional<Checksum> ofDigest(String header) {
        var found = DIGEST.matcher(header);
        return found.find()
                ? sha256(HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(1))))
                : Optional.empty();
    }

    /// A digest that the content is to be fed to.
    ///
    /// @param length of the content, in bytes
    static MessageDigest digest(Kind kind, long length) {
        return switch (kind) {
            case SHA256 -> Sha256.newDigest();
            case GIT_BLOB -> {
                var digest = sha1();
                digest.update(("blob " + length + "\0").getBytes(StandardCharsets.US_ASCII));
                yield digest;
            }
        };
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
