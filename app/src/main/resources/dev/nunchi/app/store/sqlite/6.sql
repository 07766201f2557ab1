-- Who gave an answer: a model, with its adapter or behind an endpoint; NULL where it is not known.
ALTER TABLE turn ADD COLUMN model_name TEXT;

ALTER TABLE turn ADD COLUMN adapter TEXT;

ALTER TABLE turn ADD COLUMN endpoint TEXT;

-- What people chose among answers that stood side by side without names: a row for each answer.
CREATE TABLE ballot_answer (
    id         INTEGER PRIMARY KEY,
    ballot     INTEGER NOT NULL,
    question   TEXT    NOT NULL,
    model_name TEXT    NOT NULL,
    adapter    TEXT,
    endpoint   TEXT,
    text       TEXT    NOT NULL,
    won        INTEGER NOT NULL,
    voted_at   INTEGER NOT NULL
);
