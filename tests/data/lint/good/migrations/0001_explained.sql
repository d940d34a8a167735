-- What changed, and when: stamped by clock_timestamp(), because now() stands still in a transaction.
create table steward.thing (made_at timestamptz not null default clock_timestamp());
alter table steward.thing alter column took set default clock_timestamp() - transaction_timestamp();
