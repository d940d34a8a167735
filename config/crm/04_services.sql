-- SPDX-License-Identifier: MIT
-- What was done for clients, what was said with them, and what they told us had changed.

create table crm.aircraft (
  id bigint generated always as identity primary key,
  registration text not null,
  registration_country text check (registration_country ~ '^[A-Z]{2}$'),
  type text,
  fuel_type text check (fuel_type in ('jet_a', 'avgas_100ll', 'saf_blend', 'unleaded_94')),
  mtow integer check (mtow > 0),
  client_id bigint references crm.clients,
  owned_from timestamptz,
  owned_to timestamptz,
  verified_at timestamptz,
  verified_by_id bigint references crm.staff,
  check (owned_to > owned_from)
);
create unique index on crm.aircraft (registration) where owned_to is null;
create index on crm.aircraft (client_id);
create index on crm.aircraft (verified_by_id);
comment on table crm.aircraft is
  'Aircraft that we serve, a row for each owner; a wrong one here can affect flight safety';
comment on column crm.aircraft.id is 'Key';
comment on column crm.aircraft.registration is 'As painted on it: N512QS';
comment on column crm.aircraft.registration_country is 'ISO 3166-1 alpha-2 code of the register';
comment on column crm.aircraft.type is 'ICAO type designator: C68A';
comment on column crm.aircraft.fuel_type is 'What goes into its tanks';
comment on column crm.aircraft.mtow is 'Maximum take-off weight in kilograms';
comment on column crm.aircraft.client_id is 'Its owner; null: not a client of ours';
comment on column crm.aircraft.owned_from is 'The first instant of this ownership';
comment on column crm.aircraft.owned_to is
  'The first instant at which it no longer holds; null: it does';
comment on column crm.aircraft.verified_at is 'When these data were last confirmed; null: never';
comment on column crm.aircraft.verified_by_id is 'Who confirmed them';

create table crm.service_deliveries (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients,
  aircraft_id bigint references crm.aircraft,
  service_type text not null,
  scheduled_at timestamptz,
  completed_at timestamptz,
  completed_recorded_at timestamptz,
  status text not null default 'scheduled'
    check (status in ('scheduled', 'in_progress', 'completed', 'cancelled')),
  authorised boolean not null default false,
  account_updated_at timestamptz,
  account_update_recorded_at timestamptz
);
create index on crm.service_deliveries (client_id);
create index on crm.service_deliveries (aircraft_id);
comment on table crm.service_deliveries is 'A service done, or to be done, for a client';
comment on column crm.service_deliveries.id is 'Key';
comment on column crm.service_deliveries.client_id is 'The client it is for';
comment on column crm.service_deliveries.aircraft_id is
  'The aircraft it is done to; null where there is none';
comment on column crm.service_deliveries.service_type is
  'What is done: fuel, hangar, tax return; a firm''s own list';
comment on column crm.service_deliveries.scheduled_at is 'When it is to begin';
comment on column crm.service_deliveries.completed_at is 'When it was finished; null: not yet';
comment on column crm.service_deliveries.completed_recorded_at is
  'When completed_at was entered; set by the database';
comment on column crm.service_deliveries.status is 'How far it is';
comment on column crm.service_deliveries.authorised is 'True: the client has authorised it';
comment on column crm.service_deliveries.account_updated_at is
  'When the client''s account was brought up to date after it (procedure 13); null: not yet';
comment on column crm.service_deliveries.account_update_recorded_at is
  'When account_updated_at was entered; set by the database';

create function crm.stamp_service_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.completed_recorded_at := case when new.completed_at is not null
                                      then clock_timestamp() end;
    new.account_update_recorded_at := case when new.account_updated_at is not null
                                           then clock_timestamp() end;
  else
    new.completed_recorded_at := case when new.completed_at is distinct from old.completed_at
      then clock_timestamp() else old.completed_recorded_at end;
    new.account_update_recorded_at := case
      when new.account_updated_at is distinct from old.account_updated_at
      then clock_timestamp() else old.account_update_recorded_at end;
  end if;
  return new;
end $$;
comment on function crm.stamp_service_deliveries() is
  'Stamps when a completion and an account update were entered';
create trigger stamp before insert or update on crm.service_deliveries
  for each row execute function crm.stamp_service_deliveries();

create table crm.interactions (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients,
  contact_id bigint references crm.contacts,
  staff_id bigint references crm.staff,
  service_delivery_id bigint references crm.service_deliveries,
  channel text not null check (channel in ('phone', 'email', 'sms', 'in_person', 'post')),
  kind text not null check (kind in ('follow_up', 'service', 'courtesy', 'review', 'sales',
    'complaint', 'other')),
  direction text not null default 'outbound' check (direction in ('inbound', 'outbound')),
  objective text,
  outcome text,
  meaningful boolean,
  information_checked boolean,
  safety_asked boolean,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index on crm.interactions (client_id);
create index on crm.interactions (contact_id);
create index on crm.interactions (staff_id);
create index on crm.interactions (service_delivery_id);
comment on table crm.interactions is 'Every call, message and meeting with a client';
comment on column crm.interactions.id is 'Key';
comment on column crm.interactions.client_id is 'The client';
comment on column crm.interactions.contact_id is 'Whom we spoke with; null: not known';
comment on column crm.interactions.staff_id is 'Who of us it was';
comment on column crm.interactions.service_delivery_id is
  'The service it was about; null: none in particular';
comment on column crm.interactions.channel is 'How it took place';
comment on column crm.interactions.kind is
  'What it was; a follow_up keeps the promise of procedure 07';
comment on column crm.interactions.direction is 'Who began it: inbound is the client';
comment on column crm.interactions.objective is 'What it was to achieve';
comment on column crm.interactions.outcome is 'What came of it';
comment on column crm.interactions.meaningful is
  'True: the client engaged and gave feedback; null: not judged';
comment on column crm.interactions.information_checked is
  'True: the client''s details were checked; null: not noted';
comment on column crm.interactions.safety_asked is
  'True: a question about safety was asked (procedure 07); null: not noted';
comment on column crm.interactions.occurred_at is 'When it took place';
comment on column crm.interactions.recorded_at is 'When it was entered; set by the database';

create table crm.client_changes (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients,
  aircraft_id bigint references crm.aircraft,
  field text not null,
  old_value text,
  new_value text,
  changed_by_id bigint references crm.staff,
  reported_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  applied_at timestamptz,
  applied_recorded_at timestamptz
);
create index on crm.client_changes (client_id);
create index on crm.client_changes (aircraft_id);
create index on crm.client_changes (changed_by_id);
comment on table crm.client_changes is
  'What clients told us has changed: their own data, or those of an aircraft';
comment on column crm.client_changes.id is 'Key';
comment on column crm.client_changes.client_id is 'The client';
comment on column crm.client_changes.aircraft_id is
  'The aircraft whose data changed; null: the client''s own data';
comment on column crm.client_changes.field is 'What changed: billing address, owner, fuel type';
comment on column crm.client_changes.old_value is 'What it was; null: not known';
comment on column crm.client_changes.new_value is 'What it is now';
comment on column crm.client_changes.changed_by_id is 'Who took the report';
comment on column crm.client_changes.reported_at is 'When the client told us';
comment on column crm.client_changes.recorded_at is 'When it was entered; set by the database';
comment on column crm.client_changes.applied_at is
  'When the client''s record was brought up to date; null: not yet';
comment on column crm.client_changes.applied_recorded_at is
  'When applied_at was entered; set by the database';

create function crm.stamp_interactions() returns trigger language plpgsql as $$
begin
  new.recorded_at := case when tg_op = 'INSERT' then clock_timestamp() else old.recorded_at end;
  return new;
end $$;
comment on function crm.stamp_interactions() is 'Stamps when an interaction was entered';
create trigger stamp before insert or update on crm.interactions
  for each row execute function crm.stamp_interactions();

create function crm.stamp_client_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.recorded_at := clock_timestamp();
    new.applied_recorded_at := case when new.applied_at is not null then clock_timestamp() end;
  else
    new.recorded_at := old.recorded_at;
    new.applied_recorded_at := case when new.applied_at is distinct from old.applied_at
      then clock_timestamp() else old.applied_recorded_at end;
  end if;
  return new;
end $$;
comment on function crm.stamp_client_changes() is
  'Stamps when a change was entered and when its application was';
create trigger stamp before insert or update on crm.client_changes
  for each row execute function crm.stamp_client_changes();
