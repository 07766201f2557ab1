-- A database as schema 5 left it. Never changed: it stands for those that people have.
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

-- Trigrams find any three characters within a word, which Korean needs. The texts stay where they
-- are; the triggers keep the index in step with them.
CREATE VIRTUAL TABLE title_search USING fts5 (title, content = 'conversation', content_rowid = 'id', tokenize = 'trigram');

INSERT INTO title_search (title_search) VALUES ('rebuild');

CREATE TRIGGER title_search_insert AFTER INSERT ON conversation BEGIN
    INSERT INTO title_search (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER title_search_delete AFTER DELETE ON conversation BEGIN
    INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE TRIGGER title_search_update AFTER UPDATE OF title ON conversation BEGIN
    INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO title_search (rowid, title) VALUES (new.id, new.title);
END;

CREATE VIRTUAL TABLE text_search USING fts5 (text, content = 'turn', content_rowid = 'id', tokenize = 'trigram');

INSERT INTO text_search (text_search) VALUES ('rebuild');

CREATE TRIGGER text_search_insert AFTER INSERT ON turn BEGIN
    INSERT INTO text_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER text_search_delete AFTER DELETE ON turn BEGIN
    INSERT INTO text_search (text_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER text_search_update AFTER UPDATE OF text ON turn BEGIN
    INSERT INTO text_search (text_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO text_search (rowid, text) VALUES (new.id, new.text);
END;

-- What people thought of answers before and after training, without knowing which was which.
CREATE TABLE vote (
    id           INTEGER PRIMARY KEY,
    model        TEXT    NOT NULL,
    adapter      TEXT    NOT NULL,
    hash         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    format       TEXT    NOT NULL,
    question     TEXT    NOT NULL,
    base_answer  TEXT    NOT NULL,
    tuned_answer TEXT    NOT NULL,
    choice       TEXT    NOT NULL,
    voted_at     INTEGER NOT NULL
);

CREATE INDEX vote_by_adapter ON vote (adapter, id DESC);

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

INSERT INTO vote (model, adapter, hash, name, width, height, format, question, base_answer, tuned_answer, choice,
    voted_at) VALUES ('nunchi-default', 'cats', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'cat.jpg',
    64, 48, 'jpeg', 'What?', 'A dog.', 'A cat.', 'TUNED', 3000);

-- Turns form a tree: a changed question and an answer that was made again stand beside the old one.
-- Of several that follow the same turn, the one with the highest alternative stands in front.
ALTER TABLE turn ADD COLUMN parent_id INTEGER REFERENCES turn (id) ON DELETE CASCADE;

UPDATE turn SET parent_id = (
    SELECT p.id FROM turn p
    WHERE p.conversation_id = turn.conversation_id AND p.position < turn.position
    AND NOT (p.state = 'PARTIAL' AND p.text = '')
    ORDER BY p.position DESC, p.alternative DESC LIMIT 1);

CREATE INDEX turn_by_parent ON turn (parent_id, alternative);

CREATE TABLE folder (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL
);

ALTER TABLE conversation ADD COLUMN folder_id INTEGER REFERENCES folder (id) ON DELETE SET NULL;

ALTER TABLE conversation ADD COLUMN pinned_at INTEGER;

CREATE INDEX conversation_by_folder ON conversation (folder_id) WHERE folder_id IS NOT NULL;

-- The adapter that answers in a conversation; NULL for the model as it ships.
ALTER TABLE conversation ADD COLUMN adapter TEXT;

PRAGMA user_version = 5;
