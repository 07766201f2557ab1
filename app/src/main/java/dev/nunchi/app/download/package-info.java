/// Models from the network: a catalogue, whole models file by file, and a queue of them.
///
/// Nothing here is called but by an act of the person; no request is made at the start. Believes no
/// server: lengths, ranges, redirects and checksums are held against what was published. Knows no
/// window and nothing of what is inside a model. First class to open:
/// [dev.nunchi.app.download.ModelDownloads], then [dev.nunchi.app.download.Transfer].
package dev.nunchi.app.download;
