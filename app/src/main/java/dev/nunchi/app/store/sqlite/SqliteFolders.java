package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.FolderStore;
import dev.nunchi.app.store.StoreException;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Folders and pins in the file of the conversations, on the same connection.
final class SqliteFolders implements FolderStore {
    private final Sql sql;
    private final InstantSource clock;

    SqliteFolders(Sql sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public List<Folder> folders() throws StoreException {
        return sql.list(
                "listing folders",
                "SELECT * FROM folder ORDER BY name COLLATE NOCASE, id",
                Rows::folder);
    }

    @Override
    public Folder createFolder(String name) throws StoreException {
        long id = sql.insert("creating a folder", "INSERT INTO folder (name) VALUES (?)", name);
        return new Folder(id, name);
    }

    @Override
    public void renameFolder(long folder, String name) throws StoreException {
        sql.update("renaming a folder", "UPDATE folder SET name = ? WHERE id = ?", name, folder);
    }

    @Override
    public void removeFolder(long folder) throws StoreException {
        sql.update("removing a folder", "DELETE FROM folder WHERE id = ?", folder);
    }

    @Override
    public void move(long conversation, Optional<Long> folder) throws StoreException {
        sql.update(
                "moving a conversation",
                "UPDATE conversation SET folder_id = ? WHERE id = ?",
                folder,
                conversation);
    }

    @Override
    public void pin(long conversation) throws StoreException {
        sql.update(
                "pinning a conversation",
                "UPDATE conversation SET pinned_at = ? WHERE id = ?",
                clock.millis(),
                conversation);
    }

    @Override
    public void unpin(long conversation) throws StoreException {
        sql.update(
                "unpinning a conversation",
                "UPDATE conversation SET pinned_at = NULL WHERE id = ?",
                conversation);
    }
}
