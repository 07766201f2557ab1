-- The adapter that answers in a conversation; NULL for the model as it ships.
ALTER TABLE conversation ADD COLUMN adapter TEXT;
