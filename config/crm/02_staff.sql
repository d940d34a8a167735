-- SPDX-License-Identifier: MIT
-- The people of the organisation: who they are, which role they hold, when they are away or on
-- duty, and what they may decide.

create table crm.departments (
  id bigint generated always as identity primary key,
  name text not null unique,
  description text
);
comment on table crm.departments is 'The parts of the organisation that staff belong to';
comment on column crm.departments.id is 'Key';
comment on column crm.departments.name is 'What the department is called';
comment on column crm.departments.description is 'What it does';

create table crm.staff (
  id bigint generated always as identity primary key,
  name text not null,
  email text,
  mobile text check (mobile ~ '^\+[1-9][0-9]{6,14}$'),
  time_zone text,
  department_id bigint references crm.departments,
  expertise text,
  manager_id bigint references crm.staff,
  starts_on date,
  leaves_on date,
  check (leaves_on >= starts_on)
);
create index on crm.staff (department_id);
create index on crm.staff (manager_id);
comment on table crm.staff is 'The people who work for the organisation';
comment on column crm.staff.id is 'Key';
comment on column crm.staff.name is 'Full name, as colleagues write it';
comment on column crm.staff.email is 'Where reminders go; null when there is none';
comment on column crm.staff.mobile is 'Where text messages go, in E.164 form (+15551234567)';
comment on column crm.staff.time_zone is
  'IANA name of the zone in which messages show times; null for the organisation''s';
comment on column crm.staff.department_id is 'The department the person belongs to';
comment on column crm.staff.expertise is 'What the person is asked about';
comment on column crm.staff.manager_id is 'Who the person reports to; null at the top';
comment on column crm.staff.starts_on is 'First working day';
comment on column crm.staff.leaves_on is 'Last working day; null while employed';

create table crm.roles (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z][a-z0-9-]*$'),
  title text not null,
  description text
);
comment on table crm.roles is
  'The roles that rules and escalation chains name, among them a compliance-officer';
comment on column crm.roles.id is 'Key';
comment on column crm.roles.name is 'As rules write it: role("duty-officer")';
comment on column crm.roles.title is 'As people say it: Duty Officer';
comment on column crm.roles.description is 'What the role answers for, and which procedure says so';

create table crm.role_holders (
  id bigint generated always as identity primary key,
  role_id bigint not null references crm.roles,
  staff_id bigint not null references crm.staff,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  check (valid_to > valid_from)
);
create index on crm.role_holders (role_id);
create index on crm.role_holders (staff_id);
comment on table crm.role_holders is 'Who holds a role, and since when';
comment on column crm.role_holders.id is 'Key';
comment on column crm.role_holders.role_id is 'The role';
comment on column crm.role_holders.staff_id is 'Who holds it';
comment on column crm.role_holders.valid_from is 'The first instant at which they hold it';
comment on column crm.role_holders.valid_to is
  'The first instant at which they no longer do; null: no end is known';

create table crm.absences (
  id bigint generated always as identity primary key,
  staff_id bigint not null references crm.staff,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  stand_in_id bigint references crm.staff,
  reason text check (reason in ('leave', 'sick', 'training', 'travel', 'other')),
  check (ends_at > starts_at),
  check (stand_in_id <> staff_id)
);
create index on crm.absences (staff_id);
create index on crm.absences (stand_in_id);
comment on table crm.absences is 'When somebody is away, and who stands in';
comment on column crm.absences.id is 'Key';
comment on column crm.absences.staff_id is 'Who is away';
comment on column crm.absences.starts_at is 'The first instant of the absence';
comment on column crm.absences.ends_at is 'The first instant at which the person is back';
comment on column crm.absences.stand_in_id is
  'Who answers for them meanwhile; null: nobody was named';
comment on column crm.absences.reason is 'The kind of absence; no detail of health belongs here';

create table crm.duty_shifts (
  id bigint generated always as identity primary key,
  role_id bigint not null references crm.roles,
  staff_id bigint not null references crm.staff,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  safety_critical boolean not null default false,
  check (ends_at > starts_at)
);
create index on crm.duty_shifts (role_id, starts_at);
create index on crm.duty_shifts (staff_id);
comment on table crm.duty_shifts is
  'Who answers for a role during which hours; while somebody is on duty, they alone do';
comment on column crm.duty_shifts.id is 'Key';
comment on column crm.duty_shifts.role_id is 'The role that is on duty';
comment on column crm.duty_shifts.staff_id is 'Who is on duty';
comment on column crm.duty_shifts.starts_at is 'The first instant of the shift';
comment on column crm.duty_shifts.ends_at is 'The first instant after it';
comment on column crm.duty_shifts.safety_critical is
  'True when the person works on safety-critical operations and is not to be disturbed by '
  'anything that can wait';

create table crm.authorities (
  id bigint generated always as identity primary key,
  staff_id bigint references crm.staff,
  role_id bigint references crm.roles,
  kind text not null check (kind in ('emergency_support', 'extra_spend', 'discount', 'goodwill',
    'overtime', 'discipline', 'service_adjustment', 'marketing_budget')),
  limit_amount numeric(14, 2) check (limit_amount >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  overrules_id bigint references crm.roles,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  check (num_nonnulls(staff_id, role_id) = 1),
  check (limit_amount is null or currency is not null),
  check (valid_to > valid_from)
);
create index on crm.authorities (staff_id);
create index on crm.authorities (role_id);
create index on crm.authorities (overrules_id);
comment on table crm.authorities is
  'Who may decide what, up to which amount, and whom they can overrule';
comment on column crm.authorities.id is 'Key';
comment on column crm.authorities.staff_id is 'The person who may decide; or role_id';
comment on column crm.authorities.role_id is 'The role whose holders may decide; or staff_id';
comment on column crm.authorities.kind is 'What may be decided';
comment on column crm.authorities.limit_amount is 'Up to this amount; null: without a limit';
comment on column crm.authorities.currency is 'ISO 4217 code of the amount';
comment on column crm.authorities.overrules_id is
  'The role whose decision of this kind they can overrule; null: none';
comment on column crm.authorities.valid_from is 'The first instant of the authority';
comment on column crm.authorities.valid_to is
  'The first instant at which it no longer holds; null: no end is known';
