-- Two characters more, and every character of a text begins a trigram: short words are found by the trigrams that begin with them.
UPDATE review_row SET text = text || char(10, 10);

INSERT INTO review_search (review_search) VALUES ('rebuild');

CREATE VIRTUAL TABLE review_term USING fts5vocab (review_search, row);

-- Verdicts are counted by kind without reading a row.
CREATE INDEX review_row_kind ON review_row (id, kind);
