package dev.nunchi.app.service;

/// Something by others that the program contains.
///
/// @param group under which a library is published; empty for what is no library
/// @param name as its makers call it
/// @param version empty where it has none of its own
/// @param licence by its SPDX identifier; several that may be chosen from are joined by "or"
public record Work(String group, String name, String version, String licence) {
    /// What is no library of Java.
    static Work apart(String name, String licence) {
        return new Work("", name, "", licence);
    }
}
