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
