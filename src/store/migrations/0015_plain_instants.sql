-- Instants leave the server as timestamps: a function in their place, though inlined, is planned anew
-- with every statement that answers some.
drop function steward.micros(timestamptz);
