-- A promise's timeline is in the order in which steward noticed, also where the server's clock was set
-- back in between, and whatever place its rows have on the disk. What is there already has no number, so
-- that nothing is rewritten: it is the older.

create sequence steward.history_id;
alter table steward.history add column id bigint;
alter table steward.history alter column id set default nextval('steward.history_id');
comment on column steward.history.id is 'Ascends within a promise; null: from before there were numbers.';
