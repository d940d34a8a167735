-- What is remembered of promises grows for ever, and most of it need not be kept for ever. So all that
-- hangs on a promise lies in a partition of the month in which the promise was opened, and goes with
-- that month when its time has come. The promise itself stays, as a narrow row: what has been kept is
-- not promised again when its record is touched years later.
--
-- The month stands in the upper bits of the promise's id. So a partition is found by the id alone, and
-- what must be unique for a promise is unique over all partitions. Messages go by their own month.
-- What was there before this migration has small ids: it lies in the partitions "before".

create function steward.month_of(at timestamptz) returns integer
  language sql immutable strict parallel safe
  return greatest(0, cast(extract(year from at at time zone 'UTC') - 2000 as integer) * 12
                     + cast(extract(month from at at time zone 'UTC') as integer) - 1);
comment on function steward.month_of is 'Months since January 2000, UTC; 0 for all before.';

create function steward.id_of(month integer, number bigint) returns bigint
  language sql immutable strict parallel safe
  return (cast(month as bigint) << 40) | number;
comment on function steward.id_of is 'The id of what was made in a month, by its number in the order of making.';

create function steward.number_of(id bigint) returns bigint
  language sql immutable strict parallel safe
  return id & 1099511627775;
comment on function steward.number_of is 'The number that an id bears beside its month.';

alter table steward.commitment add column forgotten_at timestamptz check (isfinite(forgotten_at));
alter table steward.commitment add check (forgotten_at is null or closed_at is not null);
comment on column steward.commitment.forgotten_at is
  'When all that hung on it was dropped: nothing opens it again.';

-- The last that was opened, and what is live, of a record: found without a look at those before.
drop index steward.commitment_by_subject;
create index commitment_by_subject on steward.commitment (rule, key, (steward.number_of(id)));

-- What was done for a client touches their live promises, and of those that are over the ones that
-- ended at that instant or later: few, however many there have been.
create function steward.open_to(closed_at timestamptz, stopped timestamptz) returns timestamptz
  language sql immutable parallel safe
  return case when closed_at is null then timestamptz 'infinity'
              else coalesce(stopped, timestamptz '-infinity') end;
comment on function steward.open_to is 'Until when what is done can still make a difference to a promise.';
create index commitment_by_client
  on steward.commitment (client, rule, steward.open_to(closed_at, stopped)) where client is not null;

-- Where a change touches more subjects than are looked at in one transaction.
create table steward.touched (
  id   bigint generated always as identity primary key,
  rule text not null,
  key  text not null
);
comment on table steward.touched is 'Subjects that a rule is to look at again.';

-- Message ids are sought by the month of the message, which the id says.
create sequence steward.message_number;

create table steward.month (
  month      integer primary key check (month between 0 and 8191),
  created_at timestamptz not null default clock_timestamp()
);
comment on table steward.month is 'The months that there are partitions for, by months since January 2000, UTC.';
insert into steward.month (month) values (0);

alter table steward.history    rename to old_history;
alter table steward.outcome    rename to old_outcome;
alter table steward.escalation rename to old_escalation;
alter table steward.notice     rename to old_notice;
alter table steward.task       rename to old_task;
alter table steward.answer     rename to old_answer;
alter table steward.message    rename to old_message;
alter table steward.load_mail drop constraint load_mail_message_fkey;
alter table steward.old_task drop constraint task_notice_fkey, drop constraint task_message_fkey;
alter index steward.history_by_commitment rename to old_history_by_commitment;
alter index steward.outcome_pkey rename to old_outcome_pkey;
alter index steward.outcome_by_instant rename to old_outcome_by_instant;
alter index steward.escalation_pkey rename to old_escalation_pkey;
alter index steward.escalation_commitment_step_key rename to old_escalation_commitment_step_key;
alter index steward.escalation_live rename to old_escalation_live;
alter index steward.notice_pkey rename to old_notice_pkey;
alter index steward.notice_commitment_step_key rename to old_notice_commitment_step_key;
alter index steward.notice_waiting rename to old_notice_waiting;
alter index steward.task_pkey rename to old_task_pkey;
alter index steward.task_by_commitment rename to old_task_by_commitment;
alter index steward.task_by_notice rename to old_task_by_notice;
alter index steward.task_by_message rename to old_task_by_message;
alter index steward.task_suppressed rename to old_task_suppressed;
alter index steward.answer_pkey rename to old_answer_pkey;
alter index steward.answer_by_commitment rename to old_answer_by_commitment;
alter index steward.message_pkey rename to old_message_pkey;
alter index steward.message_message_id_key rename to old_message_message_id_key;
alter index steward.message_waiting rename to old_message_waiting;
alter index steward.message_by_instant rename to old_message_by_instant;
alter sequence steward.escalation_id_seq rename to old_escalation_id_seq;
alter sequence steward.notice_id_seq rename to old_notice_id_seq;
alter sequence steward.task_id_seq rename to old_task_id_seq;
alter sequence steward.answer_id_seq rename to old_answer_id_seq;
alter sequence steward.message_id_seq rename to old_message_id_seq;

create sequence steward.escalation_id;
create sequence steward.notice_id;
create sequence steward.task_id;
create sequence steward.answer_id;

create table steward.history (
  commitment bigint not null references steward.commitment,
  at         timestamptz not null,
  kind       text not null,
  starts     timestamptz not null,
  due        timestamptz,
  stopped    timestamptz
) partition by range (commitment);
comment on table steward.history is 'Every transition of every commitment, in the order in which steward noticed.';
create index history_by_commitment on steward.history (commitment);

create table steward.outcome (
  commitment bigint not null references steward.commitment,
  step       text not null,
  kind       text not null,
  at         timestamptz not null,
  acted_at   timestamptz not null,
  late       boolean not null,
  primary key (commitment, step),
  constraint outcome_kind_check
    check (kind in ('acted', 'before start', 'before activation', 'collapsed', 'already resolved',
                    'closed', 'acknowledged', 'condition not met'))
) partition by range (commitment);
comment on table steward.outcome is 'How each step ended: every step ends in exactly one row.';
create index outcome_by_instant on steward.outcome using brin (acted_at);

create table steward.escalation (
  id              bigint not null default nextval('steward.escalation_id'),
  commitment      bigint not null references steward.commitment,
  step            text not null,
  chain           text not null,
  level           integer not null check (level >= 0),
  started_at      timestamptz not null,
  next_at         timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz,
  ended_at        timestamptz,
  primary key (commitment, step),
  check (next_at is null or (acknowledged_at is null and ended_at is null))
) partition by range (commitment);

create table steward.notice (
  id          bigint not null default nextval('steward.notice_id'),
  commitment  bigint not null references steward.commitment,
  step        text not null,
  purpose     text not null,
  level       integer not null,
  chain       text not null,
  recipients  text[] not null,
  channels    text[] not null,
  urgency     text not null,
  template    text not null,
  at          timestamptz not null,
  created_at  timestamptz not null,
  late        boolean not null,
  shadow      boolean not null,
  resolved_at timestamptz,
  never       text[] not null default '{}',
  first_day   boolean not null default false,
  primary key (commitment, step)
) partition by range (commitment);
comment on table steward.notice is 'What steps ask to be said. The key makes a repeated firing harmless.';
comment on column steward.notice.never is 'Who must not get it, by its step.';
comment on column steward.notice.first_day is
  'It goes with all that the rules'' first day says to the same person.';
create index notice_waiting on steward.notice (first_day, id) where resolved_at is null;
create index notice_by_instant on steward.notice using brin (created_at);

create table steward.task (
  id            bigint not null default nextval('steward.task_id'),
  notice        bigint not null,
  commitment    bigint not null references steward.commitment,
  person        text,
  name          text not null,
  stands_in_for text,
  channel       text not null check (channel in ('email', 'sms')),
  address       text,
  state         text not null check (state in ('ready', 'sent', 'suppressed')),
  reason        text,
  message       bigint,
  created_at    timestamptz not null,
  primary key (commitment, id),
  check ((state = 'suppressed') = (reason is not null))
) partition by range (commitment);
comment on column steward.task.reason is 'Why it was not sent; every task that is not sent has one.';
comment on column steward.task.notice is 'The id of the notice of the same commitment.';
comment on column steward.task.message is 'The id of the message that bears it.';
create index task_suppressed on steward.task (reason) where state = 'suppressed';
create index task_by_instant on steward.task using brin (created_at);

create table steward.answer (
  id         bigint not null default nextval('steward.answer_id'),
  commitment bigint not null references steward.commitment,
  person     text not null,
  kind       text not null check (kind in ('acknowledge')),
  at         timestamptz not null,
  primary key (commitment, id)
) partition by range (commitment);

create table steward.message (
  id           bigint not null primary key default nextval('steward.message_number'),
  commitments  bigint[] not null default '{}',
  outlives     boolean not null default false,
  message_id   text not null,
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
) partition by range (id);
comment on table steward.message is 'What goes over the wire; it keeps its Message-ID over every attempt.';
comment on column steward.message.commitments is 'The promises whose tasks it bears.';
comment on column steward.message.outlives is 'It is still true when all of them are over.';
comment on column steward.message.next_at is 'When it may be handed over; while leased, when the lease ends.';
-- Most urgent first: whoever waits for a hand is found without a look at the others.
create index message_waiting on steward.message (urgent desc, next_at) where next_at is not null;
create index message_next on steward.message (next_at) where next_at is not null;
create index message_by_instant on steward.message using brin (created_at);
create index message_by_message_id on steward.message (message_id);

create table steward.history_before    partition of steward.history    for values from (minvalue) to (1099511627776);
create table steward.outcome_before    partition of steward.outcome    for values from (minvalue) to (1099511627776);
create table steward.escalation_before partition of steward.escalation for values from (minvalue) to (1099511627776);
create table steward.notice_before     partition of steward.notice     for values from (minvalue) to (1099511627776);
create table steward.task_before       partition of steward.task       for values from (minvalue) to (1099511627776);
create table steward.answer_before     partition of steward.answer     for values from (minvalue) to (1099511627776);
create table steward.message_before    partition of steward.message    for values from (minvalue) to (1099511627776);

insert into steward.history select * from steward.old_history order by ctid;
insert into steward.outcome select * from steward.old_outcome;
insert into steward.escalation
       (id, commitment, step, chain, level, started_at, next_at, acknowledged_by, acknowledged_at, ended_at)
select id, commitment, step, chain, level, started_at, next_at, acknowledged_by, acknowledged_at, ended_at
  from steward.old_escalation;
insert into steward.notice
       (id, commitment, step, purpose, level, chain, recipients, channels, urgency, template, at, created_at,
        late, shadow, resolved_at, never, first_day)
select id, commitment, step, purpose, level, chain, recipients, channels, urgency, template, at, created_at,
       late, shadow, resolved_at, never, first_day
  from steward.old_notice;
insert into steward.task select * from steward.old_task;
insert into steward.answer select * from steward.old_answer;
insert into steward.message
       (id, commitments, outlives, message_id, thread_id, reference, channel, name, address, subject, text,
        urgent, state, attempts, created_at, next_at, leased_until, leased_by, sent_at, response)
select m.id,
       array(select distinct t.commitment from steward.old_task t where t.message = m.id),
       not exists (select from steward.old_task t where t.message = m.id)
       or exists (select from steward.old_task t join steward.old_notice n on n.id = t.notice
                   where t.message = m.id and n.purpose = 'all_clear'),
       message_id, thread_id, reference, channel, name, address, subject, text, urgent, state, attempts,
       created_at, next_at, leased_until, leased_by, sent_at, response
  from steward.old_message m;

select setval('steward.escalation_id', coalesce((select max(id) from steward.old_escalation), 0) + 1, false),
       setval('steward.notice_id', coalesce((select max(id) from steward.old_notice), 0) + 1, false),
       setval('steward.task_id', coalesce((select max(id) from steward.old_task), 0) + 1, false),
       setval('steward.answer_id', coalesce((select max(id) from steward.old_answer), 0) + 1, false),
       setval('steward.message_number', coalesce((select max(id) from steward.old_message), 0) + 1, false);

drop table steward.old_history, steward.old_outcome, steward.old_escalation, steward.old_task,
           steward.old_notice, steward.old_answer, steward.old_message;

-- With the rights of its owner: the daemon makes the next months' partitions, and needs no right to make
-- any other table. Attaching holds up nobody who reads or writes the other months.
create function steward.ensure_month(wanted integer) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  parent    text;
  partition text;
begin
  if exists (select from steward.month m where m.month = wanted) then
    return false;
  end if;
  insert into steward.month (month) values (wanted) on conflict do nothing;
  if not found then
    return true;
  end if;
  foreach parent in array
    array['history', 'outcome', 'escalation', 'notice', 'task', 'answer', 'message']
  loop
    partition := format('%s_%s_%s', parent, 2000 + wanted / 12, lpad((wanted % 12 + 1)::text, 2, '0'));
    execute format('create table steward.%I (like steward.%I including defaults including constraints '
                   'including storage including comments)', partition, parent);
    execute format('alter table steward.%I attach partition steward.%I for values from (%s) to (%s)',
                   parent, partition, steward.id_of(wanted, 0), steward.id_of(wanted + 1, 0));
  end loop;
  return true;
end
$$;
revoke all on function steward.ensure_month from public;
comment on function steward.ensure_month is
  'Makes the partitions of a month unless they are there. Answers whether they may be seen by nobody else yet.';
