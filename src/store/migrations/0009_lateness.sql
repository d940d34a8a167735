-- How late steward itself is: from a changed record to its commitment, from a step's instant to its
-- notice, from the notice to the hand-over, from the hand-over to the other side's yes. A breach keeps
-- its split, whatever becomes of the messages.
--
-- `now` is read once, before the transaction: what the batch took until a row was written is added by
-- the server that writes it. The defaults come after the columns, so that nothing is rewritten; of
-- rows from before this migration it is not known.

alter table steward.history
  add column changed_at timestamptz check (isfinite(changed_at)),
  add column took       interval;
alter table steward.history alter column took set default clock_timestamp() - transaction_timestamp();
comment on column steward.history.changed_at is
  'When the record changed that led to it; null: none did, an instant came or a rule was edited.';
comment on column steward.history.took is
  'From the begin of the transaction until the row was written: it was there at `at` + `took`.';
create index history_by_instant on steward.history using brin (at);

alter table steward.notice add column took interval;
alter table steward.notice alter column took set default clock_timestamp() - transaction_timestamp();
comment on column steward.notice.took is
  'From the begin of the transaction until the row was written: it was there at `created_at` + `took`.';

alter table steward.message
  add column noticed_at     timestamptz check (isfinite(noticed_at)),
  add column handed_over_at timestamptz check (isfinite(handed_over_at));
comment on column steward.message.noticed_at is
  'When the first of its notices was written; known once it was handed over.';
comment on column steward.message.handed_over_at is
  'When it was first handed over, whatever came of that: from then on it is the other side''s time.';

-- One narrow row a breach, filled as the facts come. It stays as long as the ledger does.
create table steward.lateness (
  commitment     bigint primary key references steward.commitment,
  breach         text not null unique,
  due            timestamptz not null check (isfinite(due)),
  changed_at     timestamptz check (isfinite(changed_at)),
  known_at       timestamptz check (isfinite(known_at)),
  noticed_at     timestamptz not null check (isfinite(noticed_at)),
  handed_over_at timestamptz check (isfinite(handed_over_at)),
  accepted_at    timestamptz check (isfinite(accepted_at)),
  check ((changed_at is null) = (known_at is null))
);
comment on table steward.lateness is
  'Of each breach, what passed between its due and the first who was told of it.';
comment on column steward.lateness.changed_at is
  'When the record was changed that made it due; null: steward knew of it before.';
comment on column steward.lateness.known_at is 'When its commitment stood as it does.';
comment on column steward.lateness.noticed_at is 'When the breach was written.';
comment on column steward.lateness.handed_over_at is
  'When the first message of it that was accepted was handed over.';

-- What acted after the server's clock had jumped can be doubted: breaches say so.
create table steward.clock_jump (
  id        bigint generated always as identity primary key,
  at        timestamptz not null check (isfinite(at)),
  jumped_by interval not null,
  noted_by  text not null
);
comment on table steward.clock_jump is
  'Jumps of the server''s clock, as each daemon noticed them by its own host''s passing time.';
comment on column steward.clock_jump.at is 'What the clock showed after it.';
comment on column steward.clock_jump.jumped_by is 'Less than nothing: back.';

-- What a daemon says of its own work and of its host's clock at each beat.
alter table steward.daemon
  add column detection_lag interval not null default '0',
  add column firing_lag    interval not null default '0',
  add column clock_ahead   interval not null default '0';
comment on column steward.daemon.detection_lag is
  'The oldest change that it followed since the beat before.';
comment on column steward.daemon.firing_lag is
  'The latest step that it let act since the beat before.';
comment on column steward.daemon.clock_ahead is 'Its host''s clock before the server''s.';
