-- A database as schema 1 left it. Never changed: it stands for those that people have.
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

INSERT INTO conversation VALUES
    (1, '고양이 사진', 'nunchi-default', 1000, 3000, NULL),
    (2, 'deleted', '', 1000, 2000, 2500);

INSERT INTO turn (id, conversation_id, position, alternative, role, text, state, created_at) VALUES
    (1, 1, 0, 0, 'USER', '귀여운 고양이예요?', 'COMPLETE', 1000),
    (2, 1, 1, 0, 'ASSISTANT', '강아지예요.', 'COMPLETE', 1100),
    (3, 1, 1, 2, 'ASSISTANT', '네, 고양이예요.', 'COMPLETE', 1200),
    (4, 1, 1, 3, 'ASSISTANT', '', 'PARTIAL', 1300),
    (5, 1, 2, 0, 'USER', '무슨 색이에요?', 'COMPLETE', 1400),
    (6, 1, 3, 0, 'ASSISTANT', '검은', 'PARTIAL', 1500);

UPDATE turn SET finish_reason = 'STOP', prompt_tokens = 70, image_tokens = 49, new_tokens = 5, pictures_ms = 1,
    prefill_ms = 2, first_token_ms = 3, decode_ms = 4, total_ms = 5 WHERE id IN (2, 3);

INSERT INTO turn_picture VALUES
    (1, 0, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'cat.jpg', 640, 480, 'jpeg');

PRAGMA user_version = 1;
