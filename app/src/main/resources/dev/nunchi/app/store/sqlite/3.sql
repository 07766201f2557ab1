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
