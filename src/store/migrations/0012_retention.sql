-- What hangs on promises that ended years ago can go: by the configuration, a month at a time. The
-- promise itself stays, as do its breach, its entries in the ledger and its lateness.
--
-- A month remembers how far it is, so that whoever goes on after a kill does nothing twice, and so that
-- a month in which nothing can go yet costs no look at its promises.

alter table steward.month
  add column ended_from    timestamptz check (isfinite(ended_from)),
  add column forgotten_at  timestamptz check (isfinite(forgotten_at)),
  add column promise_parts integer not null default 0 check (promise_parts >= 0),
  add column message_parts integer not null default 0 check (message_parts >= 0);
comment on column steward.month.ended_from is
  'Of its promises that are not forgotten none ended before; null: nobody has looked.';
comment on column steward.month.forgotten_at is
  'When the last of its promises was forgotten: what is left of its partitions may be dropped.';
comment on column steward.month.promise_parts is
  'Files of what hung on its promises that were written: what is written again has the same name.';
comment on column steward.month.message_parts is 'The same of its messages.';

-- With the rights of its owner, as steward.ensure_month: so it judges for itself what may go, whoever
-- calls it. One table a transaction, because the locks of several might wait for each other; and with
-- little patience, because whoever comes while it waits for them waits behind it.
--
-- The locks come last. What was looked at before them stays so: nobody opens promises in a month that
-- is over, nor is one that was forgotten ever remembered.
create function steward.drop_month(parent text, dropped integer) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '200ms'
as $$
declare
  partition constant text := format('%s_%s_%s', parent, 2000 + dropped / 12,
                                    lpad((dropped % 12 + 1)::text, 2, '0'));
  left_over boolean;
begin
  if parent <> all (array['history', 'outcome', 'escalation', 'notice', 'task', 'answer', 'message']) then
    raise exception 'steward.% has no months', parent using errcode = 'invalid_parameter_value';
  end if;
  -- Two months are made ahead.
  if dropped <= 0 or not exists (select from steward.month m where m.month > dropped + 2) then
    raise exception 'month % is not over', dropped using errcode = 'object_in_use';
  end if;
  if to_regclass(format('steward.%I', partition)) is null then
    return true;
  end if;
  if parent = 'message' then
    execute format('select exists (select from steward.%I)', partition) into left_over;
  else
    left_over := exists (select from steward.commitment c
                          where c.id >= steward.id_of(dropped, 0)
                            and c.id < steward.id_of(dropped + 1, 0) and c.forgotten_at is null);
  end if;
  if left_over then
    raise exception 'steward.% holds what is not forgotten', partition using errcode = 'object_in_use';
  end if;
  -- In the order in which everybody comes by them: promises first.
  if parent <> 'message' then
    lock table steward.commitment in access exclusive mode;
  end if;
  execute format('lock table steward.%I in access exclusive mode', parent);
  execute format('drop table steward.%I', partition);
  return true;
exception
  when lock_not_available or deadlock_detected then
    return false;
end
$$;
revoke all on function steward.drop_month from public;
comment on function steward.drop_month is
  'Drops a partition of a month of which all is forgotten. False: others use the tables just now.';
