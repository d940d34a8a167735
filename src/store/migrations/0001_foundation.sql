-- The first schema: what steward must remember to keep promises exactly once.
--
-- Invariants live here rather than in code: one live commitment per rule and subject, one outcome
-- per step, one breach per commitment, a ledger that only grows. Instants are timestamptz, never
-- infinite. Keys of CRM records are text, so that one table serves every entity.

create function steward.instant(micros bigint) returns timestamptz
  language sql immutable strict parallel safe
  return timestamptz 'epoch' + micros * interval '1 microsecond';
comment on function steward.instant is 'Microseconds since the epoch as an instant.';

create function steward.micros(at timestamptz) returns bigint
  language sql immutable strict parallel safe
  return cast(extract(epoch from at) * 1000000 as bigint);
comment on function steward.micros is 'An instant as microseconds since the epoch.';

create table steward.installation (
  only_one   boolean primary key default true check (only_one),
  simulation boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
comment on table steward.installation is 'One row: what kind of installation this is.';
comment on column steward.installation.simulation is
  'Capture stamps steward.now instead of the server''s clock: for tests and replays only.';
insert into steward.installation default values;

-- What changed in the CRM, written by the capture triggers, consumed by DELETE … RETURNING:
-- identity values commit out of order, so "id greater than the last seen" would lose rows.
create table steward.change (
  id         bigint generated always as identity primary key,
  entity     text not null,
  operation  text not null check (operation in ('insert', 'update', 'delete')),
  changed_at timestamptz not null check (isfinite(changed_at)),
  old        jsonb,
  new        jsonb
);
comment on table steward.change is 'Changed CRM rows that no tracker has looked at yet: keys and join columns only.';

create table steward.resync (
  entity       text primary key,
  requested_at timestamptz not null default clock_timestamp(),
  reason       text not null
);
comment on table steward.resync is 'Entities whose rules must look at every record again (after TRUNCATE, say).';

-- The lock that makes one writer of every subject: held while its record is read and judged.
create table steward.subject (
  entity text not null,
  key    text not null,
  primary key (entity, key)
);

create table steward.revision (
  digest     text primary key check (digest ~ '^[0-9a-f]{64}$'),
  rule       text not null,
  text       text not null,
  steps      jsonb not null,
  file       text not null,
  first_seen timestamptz not null
);
comment on table steward.revision is 'Immutable versions of rules, named by the SHA-256 of their normalised text.';
comment on column steward.revision.steps is 'The steps that open commitments of this revision keep.';

create table steward.rule_set (
  id        bigint generated always as identity primary key,
  digest    text not null,
  loaded_at timestamptz not null,
  loaded_by text not null
);
comment on table steward.rule_set is 'Every set that came into force; the newest is in force.';

create table steward.rule_set_member (
  rule_set bigint not null references steward.rule_set,
  rule     text not null,
  revision text not null references steward.revision,
  primary key (rule_set, rule)
);

create table steward.activation (
  rule           text primary key,
  revision       text not null references steward.revision,
  entity         text not null,
  effective_from timestamptz not null,
  cursor         text,
  seen           bigint not null default 0,
  done           boolean not null,
  removed        boolean not null default false
);
comment on table steward.activation is 'How far each rule has looked at the records that were there before it.';
comment on column steward.activation.effective_from is 'First activation, or what the rule says: what was due before is historic.';
comment on column steward.activation.cursor is 'The last key of the last page.';

create table steward.daemon (
  id         text primary key,
  host       text not null,
  pid        integer not null,
  version    text not null,
  rule_set   text not null,
  state      text not null check (state in ('running', 'waiting', 'stopped')),
  note       text not null default '',
  delivery   text not null,
  started_at timestamptz not null,
  seen_at    timestamptz not null
);
comment on column steward.daemon.note is 'Why it waits, or which load failed; empty when all is well.';

create sequence steward.commitment_id;

create table steward.commitment (
  id            bigint primary key,
  reference     text not null unique,
  rule          text not null,
  revision      text not null references steward.revision,
  entity        text not null,
  key           text not null,
  state         text not null check (state in ('open', 'paused', 'kept', 'breached', 'cancelled')),
  historic      boolean not null,
  recorded_late boolean not null,
  starts        timestamptz not null check (isfinite(starts)),
  due           timestamptz check (isfinite(due)),
  stopped       timestamptz check (isfinite(stopped)),
  opened_at     timestamptz not null,
  breached_at   timestamptz,
  breach        text unique,
  closed_at     timestamptz,
  assignee      text,
  assignee_role text,
  client        text,
  next_at       timestamptz check (isfinite(next_at)),
  check ((closed_at is null) = (state in ('open', 'paused', 'breached'))),
  check (state <> 'breached' or breached_at is not null),
  check ((breach is null) = (breached_at is null)),
  check (state <> 'kept' or stopped is not null),
  check (closed_at is null or next_at is null)
);
comment on table steward.commitment is 'One promise on one record; closed ones stay, so that nothing is promised twice.';
create unique index commitment_one_live on steward.commitment (rule, key) where closed_at is null;
create index commitment_by_subject on steward.commitment (rule, key, id);
create index commitment_next on steward.commitment (next_at) where next_at is not null;
create index commitment_breached on steward.commitment (due) where breached_at is not null;

create table steward.history (
  commitment bigint not null references steward.commitment,
  at         timestamptz not null,
  kind       text not null,
  starts     timestamptz not null,
  due        timestamptz,
  stopped    timestamptz
);
comment on table steward.history is 'Every transition of every commitment, in the order in which steward noticed.';
create index history_by_commitment on steward.history (commitment);

create table steward.outcome (
  commitment bigint not null references steward.commitment,
  step       text not null,
  kind       text not null check (kind in ('acted', 'before start', 'before activation', 'collapsed',
                                           'already resolved', 'closed', 'acknowledged')),
  at         timestamptz not null,
  acted_at   timestamptz not null,
  late       boolean not null,
  primary key (commitment, step)
);
comment on table steward.outcome is 'How each step ended: every step ends in exactly one row.';

create table steward.escalation (
  id              bigint generated always as identity primary key,
  commitment      bigint not null references steward.commitment,
  step            text not null,
  chain           text not null,
  level           integer not null check (level >= 0),
  started_at      timestamptz not null,
  next_at         timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz,
  ended_at        timestamptz,
  unique (commitment, step),
  check (next_at is null or (acknowledged_at is null and ended_at is null))
);
create index escalation_live on steward.escalation (commitment) where ended_at is null;

create table steward.notice (
  id         bigint generated always as identity primary key,
  commitment bigint not null references steward.commitment,
  step       text not null,
  purpose    text not null,
  level      integer not null,
  chain      text not null,
  recipients text[] not null,
  channels   text[] not null,
  urgency    text not null,
  template   text not null,
  at         timestamptz not null,
  created_at timestamptz not null,
  late       boolean not null,
  shadow     boolean not null,
  resolved_at timestamptz,
  unique (commitment, step)
);
comment on table steward.notice is 'What steps ask to be said. The unique key makes a repeated firing harmless.';
create index notice_waiting on steward.notice (id) where resolved_at is null;

create table steward.message (
  id           bigint generated always as identity primary key,
  message_id   text not null unique,
  thread_id    text not null,
  reference    text not null,
  channel      text not null check (channel in ('email', 'sms')),
  name         text not null,
  address      text not null,
  subject      text not null,
  text         text not null,
  urgent       boolean not null,
  state        text not null check (state in ('ready', 'sending', 'sent', 'failed', 'withheld')),
  attempts     integer not null default 0,
  created_at   timestamptz not null,
  next_at      timestamptz,
  leased_until timestamptz,
  leased_by    text,
  sent_at      timestamptz,
  response     text,
  check ((state in ('ready', 'sending')) = (next_at is not null))
);
comment on table steward.message is 'What goes over the wire; it keeps its Message-ID over every attempt.';
comment on column steward.message.next_at is 'When it may be handed over; while leased, when the lease ends.';
create index message_waiting on steward.message (next_at) where next_at is not null;

create table steward.task (
  id            bigint generated always as identity primary key,
  notice        bigint not null references steward.notice,
  commitment    bigint not null references steward.commitment,
  person        text,
  name          text not null,
  stands_in_for text,
  channel       text not null check (channel in ('email', 'sms')),
  address       text,
  state         text not null check (state in ('ready', 'sent', 'suppressed')),
  reason        text,
  message       bigint references steward.message,
  created_at    timestamptz not null,
  check ((state = 'suppressed') = (reason is not null))
);
comment on column steward.task.reason is 'Why it was not sent; every task that is not sent has one.';
create index task_by_commitment on steward.task (commitment);
create index task_by_notice on steward.task (notice);
create index task_by_message on steward.task (message);

create table steward.answer (
  id         bigint generated always as identity primary key,
  commitment bigint not null references steward.commitment,
  person     text not null,
  kind       text not null check (kind in ('acknowledge')),
  at         timestamptz not null
);
create index answer_by_commitment on steward.answer (commitment);

create table steward.breach_number (
  year integer primary key,
  last bigint not null
);
comment on table steward.breach_number is 'Numbers of breaches run without gaps within a year.';

create table steward.ledger (
  id         bigint generated always as identity primary key,
  breach     text not null,
  kind       text not null check (kind in ('breached', 'resolved', 'rectified', 'withdrawn', 'moved',
                                           'reopened', 'escalated', 'acknowledged', 'annotated')),
  commitment bigint not null references steward.commitment,
  at         timestamptz not null,
  noticed_at timestamptz not null,
  entered_at timestamptz not null default clock_timestamp(),
  body       jsonb not null
);
comment on table steward.ledger is 'The breach log. Rows are only ever added: a later fact is a later entry.';
create unique index ledger_one_breach on steward.ledger (commitment) where kind = 'breached';
create index ledger_by_breach on steward.ledger (breach, id);
create index ledger_by_instant on steward.ledger (at);

create function steward.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog
as $$
begin
  raise exception 'steward.% is append-only: % is refused', tg_table_name, tg_op
    using errcode = 'insufficient_privilege', hint = 'A later fact is a later entry.';
end
$$;

create trigger refuse_change before update or delete on steward.ledger
  for each row execute function steward.refuse_change();
create trigger refuse_truncate before truncate on steward.ledger
  for each statement execute function steward.refuse_change();
-- "Always" holds in sessions that replicate, too, where ordinary triggers stay silent.
alter table steward.ledger enable always trigger refuse_change;
alter table steward.ledger enable always trigger refuse_truncate;
