package dev.nunchi.app.store;

import java.util.List;
import java.util.Optional;

/// Keeps folders, and which conversations are pinned. Every method returns when its change would
/// survive the end of the program. Thread-safe.
public interface FolderStore {
    /// All folders by name.
    List<Folder> folders() throws StoreException;

    Folder createFolder(String name) throws StoreException;

    void renameFolder(long folder, String name) throws StoreException;

    /// Removes a folder; its conversations stay, in no folder.
    void removeFolder(long folder) throws StoreException;

    /// Puts a conversation into a folder, or out of all.
    void move(long conversation, Optional<Long> folder) throws StoreException;

    /// Keeps a conversation at the top of the list.
    void pin(long conversation) throws StoreException;

    void unpin(long conversation) throws StoreException;
}
