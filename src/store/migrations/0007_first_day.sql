-- A rule that comes into force finds promises that were there before it. The reminders of its first
-- day go as one message to each person, once it has looked at everything: so it is known since when
-- a rule is in force, when it had looked, and which notices wait for each other.
--
-- Rules from before this migration have looked long ago.

alter table steward.activation
  add column in_force_since timestamptz check (isfinite(in_force_since)),
  add column looked_at      timestamptz check (isfinite(looked_at));
update steward.activation set in_force_since = effective_from, looked_at = effective_from;
alter table steward.activation alter column in_force_since set not null;
comment on column steward.activation.in_force_since is
  'When it first came into force, or again after it was off or gone.';
comment on column steward.activation.looked_at is
  'When it had first looked at every record that was there before it; null: it still does.';

alter table steward.notice add column first_day boolean not null default false;
comment on column steward.notice.first_day is
  'It goes with all that the rules'' first day says to the same person.';
drop index steward.notice_waiting;
create index notice_waiting on steward.notice (first_day, id) where resolved_at is null;
