-- How often the server answered with something of no use: the next attempt is another request to it.
ALTER TABLE paid_request ADD COLUMN spoilt INTEGER NOT NULL DEFAULT 0;
