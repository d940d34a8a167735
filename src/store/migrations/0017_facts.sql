-- What the record said when a breach was noticed, and whenever its story went on: the record changes, and
-- a log that says only what became of it could not be argued with. The values are people's, and may have
-- to be erased: so they are not in the ledger, and go by their month like all that hangs on a promise.

create table steward.fact (
  commitment bigint not null references steward.commitment deferrable initially deferred,
  noticed_at timestamptz not null check (isfinite(noticed_at)),
  facts      jsonb not null check (jsonb_typeof(facts) = 'object'),
  primary key (commitment, noticed_at)
) partition by range (commitment);
comment on table steward.fact is 'What the records of breached promises said.';
comment on column steward.fact.commitment is
  'Whose. Checked last: the facts are read before the promise is written that they are of.';
comment on column steward.fact.noticed_at is 'That of the entries of the ledger that they stand behind.';
comment on column steward.fact.facts is
  'By what the rule reads, {"client.tier": "priority"}; instants are texts in UTC.';

-- They may be erased, and go in their time. Until then they are evidence.
create trigger refuse_change before update on steward.fact
  for each row execute function steward.refuse_change();
alter table steward.fact enable always trigger refuse_change;

create function steward.hangs_on_promises() returns text[]
  language sql immutable parallel safe
  return array['history', 'outcome', 'escalation', 'notice', 'task', 'answer', 'fact'];
comment on function steward.hangs_on_promises is
  'The tables whose partitions go by the month of the promise; that of steward.message by its own.';

create function steward.partition_of(parent text, month integer) returns text
  language sql immutable strict parallel safe
  return format('%s_%s_%s', parent, 2000 + month / 12, lpad((month % 12 + 1)::text, 2, '0'));
comment on function steward.partition_of is 'The name of a table''s partition for a month.';

create function steward.make_partition(parent text, month integer) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  partition constant text := steward.partition_of(parent, month);
begin
  execute format('create table steward.%I (like steward.%I including defaults including constraints '
                 'including storage including comments)', partition, parent);
  execute format('alter table steward.%I attach partition steward.%I for values from (%s) to (%s)',
                 parent, partition, steward.id_of(month, 0), steward.id_of(month + 1, 0));
end
$$;
revoke all on function steward.make_partition from public;

create or replace function steward.ensure_month(wanted integer) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  parent text;
begin
  if exists (select from steward.month m where m.month = wanted) then
    return false;
  end if;
  insert into steward.month (month) values (wanted) on conflict do nothing;
  if not found then
    return true;
  end if;
  foreach parent in array steward.hangs_on_promises() || text 'message' loop
    perform steward.make_partition(parent, wanted);
  end loop;
  return true;
end
$$;

create or replace function steward.drop_month(parent text, dropped integer) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '200ms'
as $$
declare
  partition constant text := steward.partition_of(parent, dropped);
  left_over boolean;
begin
  if parent <> all (steward.hangs_on_promises() || text 'message') then
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

create table steward.fact_before partition of steward.fact for values from (minvalue) to (1099511627776);
select steward.make_partition('fact', month) from steward.month where month > 0;
