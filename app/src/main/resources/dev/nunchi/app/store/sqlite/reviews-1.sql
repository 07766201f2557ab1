-- Statements are separated by empty lines. Times are milliseconds since 1970 in UTC.
CREATE TABLE review_set (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    bytes       INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    imported_at INTEGER NOT NULL,
    row_count   INTEGER NOT NULL DEFAULT 0,
    complete    INTEGER NOT NULL DEFAULT 0
);

-- Ids ascend with the order of the file.
CREATE TABLE review_row (
    id     INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES review_set (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    words  INTEGER NOT NULL,
    text   TEXT    NOT NULL,
    line   TEXT    NOT NULL
);

CREATE INDEX review_row_by_kind ON review_row (set_id, kind);

CREATE INDEX review_row_by_set ON review_row (set_id);

CREATE INDEX review_row_by_length ON review_row (set_id, words, kind);

CREATE VIRTUAL TABLE review_search USING fts5 (text, content = 'review_row', content_rowid = 'id', tokenize = 'trigram');

CREATE TRIGGER review_search_insert AFTER INSERT ON review_row BEGIN
    INSERT INTO review_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER review_search_delete AFTER DELETE ON review_row BEGIN
    INSERT INTO review_search (review_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE review_object (
    id        INTEGER PRIMARY KEY,
    set_id    INTEGER NOT NULL REFERENCES review_set (id) ON DELETE CASCADE,
    category  TEXT    NOT NULL,
    row_count INTEGER NOT NULL,
    UNIQUE (set_id, category)
);

CREATE TABLE review_finding (
    id         INTEGER PRIMARY KEY,
    set_id     INTEGER NOT NULL REFERENCES review_set (id) ON DELETE CASCADE,
    row_id     INTEGER NOT NULL,
    check_name TEXT    NOT NULL,
    score      REAL    NOT NULL,
    detail     TEXT    NOT NULL,
    turn       INTEGER
);

CREATE INDEX review_finding_by_row ON review_finding (row_id);

CREATE INDEX review_finding_by_check ON review_finding (set_id, check_name, row_id);

-- The line is there if the reviewer changed the row.
CREATE TABLE review_decision (
    id         INTEGER PRIMARY KEY,
    set_id     INTEGER NOT NULL REFERENCES review_set (id) ON DELETE CASCADE,
    row_id     INTEGER NOT NULL,
    reviewer   TEXT    NOT NULL,
    verdict    TEXT    NOT NULL,
    line       TEXT,
    decided_at INTEGER NOT NULL,
    UNIQUE (row_id, reviewer)
);

CREATE INDEX review_decision_by_verdict ON review_decision (set_id, reviewer, verdict, row_id);

-- What can be taken back: of each step, what its rows were before; without a verdict, undecided.
CREATE TABLE review_step (
    id       INTEGER PRIMARY KEY,
    set_id   INTEGER NOT NULL REFERENCES review_set (id) ON DELETE CASCADE,
    reviewer TEXT    NOT NULL,
    made_at  INTEGER NOT NULL
);

CREATE INDEX review_step_by_reviewer ON review_step (set_id, reviewer);

CREATE TABLE review_change (
    id         INTEGER PRIMARY KEY,
    step_id    INTEGER NOT NULL REFERENCES review_step (id) ON DELETE CASCADE,
    row_id     INTEGER NOT NULL,
    verdict    TEXT,
    line       TEXT,
    decided_at INTEGER
);

CREATE INDEX review_change_by_step ON review_change (step_id, row_id);
