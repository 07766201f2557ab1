package dev.nunchi.engine.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4), by which files and data are told apart.
public final class Sha256 {
    private Sha256() {}

    /// A digest that has seen nothing yet; one thread's at a time.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
