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
