package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Upkeep;

import java.nio.file.Path;

/// Upkeep of the conversations' file; mending exchanges the connection that all stores of the file
/// share.
final class SqliteUpkeep implements Upkeep {
    private final Path file;
    private final Path nativeLibraries;
    private final Sql sql;

    SqliteUpkeep(Path file, Path nativeLibraries, Sql sql) {
        this.file = file;
        this.nativeLibraries = nativeLibraries;
        this.sql = sql;
    }

    @Override
    public Health check() throws StoreException {
        var health = DatabaseHealth.of(file, nativeLibraries);
        return new Health(health.problems(), health.conversations());
    }

    @Override
    public Mended mend() throws StoreException {
        Path old =
                sql.whileClosed(
                        () -> SqliteDatabase.mend(file, Migrations.shipped()),
                        () -> SqliteDatabase.reopen(file, Migrations.shipped()));
        return new Mended(old, check().conversations());
    }
}
