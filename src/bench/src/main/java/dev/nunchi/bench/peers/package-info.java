/// The engine against other programs, alternately in one run on the same weights.
///
/// A [dev.nunchi.bench.peers.Contender] does a [dev.nunchi.bench.peers.Work] once; a
/// [dev.nunchi.bench.peers.Contest] lets all of them do all of it in turn, round after round, and
/// prints medians and ratios as rows of a Markdown table. First class to open:
/// [dev.nunchi.bench.peers.Peers].
@NullMarked
package dev.nunchi.bench.peers;

import org.jspecify.annotations.NullMarked;
