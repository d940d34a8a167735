-- SPDX-License-Identifier: MIT
-- The incident log as it was published, in a schema that steward does not read; how one event of it
-- changes the incident; and what is true of the promises, in plain SQL over the log alone.
create schema log;

-- The columns of the file, in its order, and the event's own number.
create table log.event (
  number             text not null,
  incident_state     text not null,
  active             boolean not null,
  reassignment_count integer not null,
  reopen_count       integer not null,
  sys_mod_count      integer not null,
  made_sla           boolean not null,
  opened_at          timestamp not null,
  sys_updated_at     timestamp not null,
  contact_type       text,
  category           text,
  priority           text not null,
  assignment_group   text,
  assigned_to        text,
  resolved_at        timestamp,
  closed_at          timestamp not null,
  id                 bigint generated always as identity primary key
);

-- Several events of an incident may lie in one minute: this is their order.
create index event_of_incident on log.event (number, sys_updated_at, sys_mod_count, id);

create function log.email(resolver text) returns text language sql immutable
  return lower(replace(resolver, ' ', '.')) || '@itsm.example';

-- Who works there, by the names that the log gives.
create procedure log.staff() language sql as $$
  insert into itsm.users
    select distinct assigned_to, assigned_to, log.email(assigned_to)
      from log.event where assigned_to is not null;
  insert into itsm.groups
    select distinct assignment_group from log.event where assignment_group is not null;
  insert into itsm.users values ('duty', 'Duty Manager', 'duty@itsm.example');
  insert into itsm.duty_managers values ('duty', '2016-01-01');
$$;

-- One event as replication would bring it. The log repeats in every row of an incident when it was
-- opened, resolved and closed, as was known in the end: each is told only from its instant on.
-- Every `resolved_at` and `closed_at` is the instant of an event of its incident, so it is told
-- then. Five incidents have an event before `opened_at`, and are told when they opened by the next.
-- (plpgsql keeps its plans; there are some thousand calls.)
create procedure log.replay(event_id bigint) language plpgsql as $$
begin
  insert into itsm.incidents
    select number, incident_state, active, contact_type, category, priority, assignment_group,
           assigned_to, reassignment_count, reopen_count, made_sla,
           case when opened_at <= sys_updated_at then opened_at end,
           case when resolved_at <= sys_updated_at then resolved_at end,
           case when closed_at <= sys_updated_at then closed_at end,
           sys_mod_count, sys_updated_at
      from log.event where id = event_id
  on conflict (number) do update
    set state = excluded.state, active = excluded.active, contact_type = excluded.contact_type,
        category = excluded.category, priority = excluded.priority,
        assignment_group = excluded.assignment_group, assigned_to = excluded.assigned_to,
        reassignment_count = excluded.reassignment_count, reopen_count = excluded.reopen_count,
        made_sla = excluded.made_sla, opened_at = excluded.opened_at,
        resolved_at = excluded.resolved_at, closed_at = excluded.closed_at,
        sys_mod_count = excluded.sys_mod_count, sys_updated_at = excluded.sys_updated_at;
end $$;

-- Slow and obvious: walks minute by minute from opening, counts those that lie in open time, and
-- is due at the end of the 480th.
create function log.due_by_office_hours(opened_at timestamp) returns timestamp language sql
return (
  select minute + interval '1 minute'
    from (select generate_series(opened_at, opened_at + interval '30 days', '1 minute')) as m(minute)
   where extract(isodow from minute) <= 5
     and minute::time >= '09:00' and minute::time < '17:00'
  offset 479 limit 1);

create view log.promise as
  select rule, number, resolved_at, due
    from (select distinct number, opened_at, resolved_at from log.event) as incident,
         lateral (values ('resolved-in-24h', opened_at + interval '24 hours'),
                         ('resolved-in-48h', opened_at + interval '48 hours'),
                         ('resolved-in-8-office-hours', log.due_by_office_hours(opened_at)))
                 as promised(rule, due);

-- Broken is what was stopped after due or never; who had the incident at due is to hear of it.
create view log.broken as
  select rule, number, due, resolved_at,
         (select coalesce(log.email(e.assigned_to), 'duty@itsm.example')
            from log.event e
           where e.number = p.number and e.sys_updated_at <= due
           order by e.sys_updated_at desc, e.sys_mod_count desc, e.id desc limit 1) as told
    from log.promise p
   where resolved_at is null or resolved_at > due;
