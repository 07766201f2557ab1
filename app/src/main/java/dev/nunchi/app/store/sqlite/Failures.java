package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.sql.SQLException;

/// From SQLite's result codes to reasons that a person can act on.
final class Failures {
    private Failures() {}

    static StoreException of(String doing, SQLException cause) {
        return new StoreException(reason(cause), doing + ": " + cause.getMessage(), cause);
    }

    static Reason reason(SQLException cause) {
        if (cause instanceof SQLiteException e
                && e.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            // "may indicate that the underlying filesystem volume is out of space":
            // https://sqlite.org/rescode.html#ioerr_shmsize
            return Reason.DISK_FULL;
        }
        // The low byte of an extended result code is its primary code:
        // https://sqlite.org/rescode.html
        int primary = cause instanceof SQLiteException e ? e.getResultCode().code & 0xFF : 0;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Reason.DISK_FULL;
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Reason.LOCKED;
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Reason.DAMAGED;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return Reason.NOT_PERMITTED;
        }
        return Reason.FAILED;
    }
}
