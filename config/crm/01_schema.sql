-- SPDX-License-Identifier: MIT
-- The reference client database. Apply the files of this folder in the order of their names, in
-- one transaction:
--
--   cat config/crm/*.sql | psql --single-transaction --set ON_ERROR_STOP=1 DATABASE
--
-- Conventions: tables in the plural; the key is `id`; a foreign key is `<singular>_id`, and rules
-- see it as the relation `<singular>`. Every instant is a timestamptz. Lists that are closed are
-- checked; lists that a firm extends by itself are plain text. A promise may hang on an instant of
-- the world (`completed_at`), which somebody enters; when it was entered is a column of its own
-- (`completed_recorded_at`), which only the database sets, so that backdating shows.

create schema crm;
comment on schema crm is
  'The reference client database: clients, the staff who look after them, and what was promised';

create function crm.touch() returns trigger language plpgsql as $$
begin
  new.created_at := old.created_at;
  new.created_by := old.created_by;
  new.updated_at := clock_timestamp();
  new.updated_by := current_user;
  return new;
end $$;
comment on function crm.touch() is
  'Keeps who created a row and when; stamps who changed it and when';
