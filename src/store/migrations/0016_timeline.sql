-- A promise's timeline is in the order in which steward noticed, also where the server's clock was set
-- back in between, and whatever place its rows have on the disk.

create sequence steward.history_id;
alter table steward.history
  add column id bigint not null default nextval('steward.history_id');
comment on column steward.history.id is 'Ascends within a promise.';
