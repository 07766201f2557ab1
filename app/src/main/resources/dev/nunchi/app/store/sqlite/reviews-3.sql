-- Verdicts are counted by kind from one index, in its order.
ALTER TABLE review_decision ADD COLUMN kind TEXT;

UPDATE review_decision SET kind = (SELECT r.kind FROM review_row r WHERE r.id = review_decision.row_id);

CREATE INDEX review_decision_by_kind ON review_decision (set_id, reviewer, kind, verdict);
