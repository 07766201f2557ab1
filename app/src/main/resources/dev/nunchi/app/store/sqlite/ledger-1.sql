-- Requests that cost money, one row for each key, with the answer once it is there. What attempts
-- without an answer may have cost stands in open_tokens and open_money.
CREATE TABLE paid_request (
    key         TEXT    PRIMARY KEY,
    purpose     TEXT    NOT NULL,
    server      TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    attempts    INTEGER NOT NULL,
    open_tokens INTEGER NOT NULL,
    open_money  REAL    NOT NULL,
    answer      TEXT,
    finish      TEXT,
    tokens      INTEGER,
    money       REAL,
    answered_at INTEGER
);

CREATE INDEX paid_request_purpose ON paid_request (purpose);
