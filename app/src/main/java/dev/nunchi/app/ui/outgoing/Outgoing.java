package dev.nunchi.app.ui.outgoing;

import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.store.StoredPicture;

/// A picture of a question and what of it will leave.
///
/// @param kept the person's own, which stays as it is
/// @param sent the very bytes that a server gets
/// @param small the sent bytes, read again and made small for the window; a PNG, never changed
@SuppressWarnings("ArrayRecordComponent")
public record Outgoing(StoredPicture kept, OutgoingPicture sent, byte[] small) {}
