-- Statements are separated by empty lines. Times are milliseconds since 1970 in UTC.
CREATE TABLE conversation (
    id         INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL,
    model_name TEXT    NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
);

CREATE INDEX conversation_by_change ON conversation (updated_at DESC) WHERE deleted_at IS NULL;

-- Several turns may share a position: the alternative with the highest number stands in front.
CREATE TABLE turn (
    id              INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL CHECK (position >= 0),
    alternative     INTEGER NOT NULL,
    role            TEXT    NOT NULL,
    text            TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    finish_reason   TEXT,
    prompt_tokens   INTEGER,
    image_tokens    INTEGER,
    new_tokens      INTEGER,
    pictures_ms     REAL,
    prefill_ms      REAL,
    first_token_ms  REAL,
    decode_ms       REAL,
    total_ms        REAL,
    UNIQUE (conversation_id, position, alternative)
);

CREATE TABLE turn_picture (
    turn_id INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    hash    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    format  TEXT    NOT NULL,
    PRIMARY KEY (turn_id, ordinal)
) WITHOUT ROWID;
