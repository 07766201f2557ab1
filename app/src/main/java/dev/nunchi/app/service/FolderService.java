package dev.nunchi.app.service;

import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.FolderStore;
import dev.nunchi.app.store.StoreException;

import java.util.List;
import java.util.Optional;

/// How the conversations of the list are put in order by hand: folders and pins.
public final class FolderService {
    private final FolderStore store;

    public FolderService(FolderStore store) {
        this.store = store;
    }

    /// By name.
    public List<Folder> list() throws StoreException {
        return store.folders();
    }

    public Folder create(String name) throws StoreException {
        return store.createFolder(name.strip());
    }

    /// @param name blank for the old one to stay
    public void rename(Folder folder, String name) throws StoreException {
        if (!name.isBlank()) {
            store.renameFolder(folder.id(), name.strip());
        }
    }

    /// Removes a folder; its conversations stay.
    public void remove(Folder folder) throws StoreException {
        store.removeFolder(folder.id());
    }

    /// Puts a conversation into a folder, or out of all.
    public void move(long conversation, Optional<Folder> folder) throws StoreException {
        store.move(conversation, folder.map(Folder::id));
    }

    /// Keeps a conversation at the top of the list.
    public void pin(long conversation) throws StoreException {
        store.pin(conversation);
    }

    public void unpin(long conversation) throws StoreException {
        store.unpin(conversation);
    }
}
