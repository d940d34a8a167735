-- SPDX-License-Identifier: MIT
-- Clients: who they are, how and when they want to hear from us, and who looks after them.

create table crm.clients (
  id bigint generated always as identity primary key,
  name text not null,
  stage text not null default 'prospect'
    check (stage in ('prospect', 'onboarding', 'active', 'dormant', 'former')),
  onboarded_at timestamptz,
  onboarded_recorded_at timestamptz,
  tier text not null default 'standard' check (tier in ('standard', 'priority')),
  is_vip boolean not null default false,
  category text check (category in ('key', 'invest', 'higher_value', 'rethink')),
  relationship_score smallint check (relationship_score between 1 and 5),
  compatibility_score smallint check (compatibility_score between 1 and 5),
  profitability_score smallint check (profitability_score between 1 and 5),
  industry text,
  size text check (size in ('small', 'medium', 'large')),
  programme text,
  country text check (country ~ '^[A-Z]{2}$'),
  region text,
  time_zone text,
  preferred_channel text check (preferred_channel in ('email', 'phone', 'sms', 'in_person')),
  available_hours text,
  account_manager_id bigint references crm.staff,
  data_owner_id bigint references crm.staff,
  last_reviewed_at timestamptz,
  review_recorded_at timestamptz,
  verified_at timestamptz,
  verified_by_id bigint references crm.staff,
  next_contact_on date
);
create index on crm.clients (account_manager_id);
create index on crm.clients (data_owner_id);
create index on crm.clients (verified_by_id);
comment on table crm.clients is 'Organisations and people whom we serve or hope to serve';
comment on column crm.clients.id is 'Key';
comment on column crm.clients.name is 'Trading name, or full name of a person';
comment on column crm.clients.stage is 'How far the relationship has come';
comment on column crm.clients.onboarded_at is 'When the client became one; null for prospects';
comment on column crm.clients.onboarded_recorded_at is
  'When onboarded_at was entered; set by the database';
comment on column crm.clients.tier is
  'Priority clients hear from us within 48 hours of a service (procedure 07). A firm sets it by '
  'service frequency, spending, duration and strategic importance; it is neither is_vip nor '
  'category = key';
comment on column crm.clients.is_vip is
  'Receives the VIP newsletter (policy 202180, 4.4). A firm sets it by membership or invitation; '
  'it promises no faster service: that is tier';
comment on column crm.clients.category is
  'Place in the portfolio ("Lessons from the Airlines"): key, invest, higher_value, rethink. A '
  'firm sets it by weighing relationship against mutual benefit, and revisits it; it decides where '
  'effort goes, not how fast we answer: that is tier';
comment on column crm.clients.relationship_score is
  'Does the client want a relationship that lasts? 1 (no) to 5 (yes); null: not evaluated';
comment on column crm.clients.compatibility_score is
  'Do the client''s needs match our abilities? 1 (no) to 5 (yes); null: not evaluated';
comment on column crm.clients.profitability_score is
  'Does past and projected activity warrant an investment? 1 (no) to 5 (yes); null: not evaluated';
comment on column crm.clients.industry is 'What the client does';
comment on column crm.clients.size is 'Size of the client''s organisation';
comment on column crm.clients.programme is
  'The programme that serves the client, where several share this database: fbo, finance';
comment on column crm.clients.country is 'ISO 3166-1 alpha-2 code of the seat';
comment on column crm.clients.region is 'State or province of the seat';
comment on column crm.clients.time_zone is 'IANA name of the zone in which the client is called';
comment on column crm.clients.preferred_channel is 'How the client likes to be reached';
comment on column crm.clients.available_hours is
  'When the client can be reached, in the client''s time zone: 09:00-17:00';
comment on column crm.clients.account_manager_id is 'Who looks after the client';
comment on column crm.clients.data_owner_id is
  'Who answers for the client''s record being right (procedure 13)';
comment on column crm.clients.last_reviewed_at is
  'When the client''s data were last reviewed as a whole; null: never';
comment on column crm.clients.review_recorded_at is
  'When last_reviewed_at was entered; set by the database';
comment on column crm.clients.verified_at is
  'When the client last confirmed that the record is right; null: never';
comment on column crm.clients.verified_by_id is 'Who asked the client to confirm it';
comment on column crm.clients.next_contact_on is 'The day of the next planned contact';

create function crm.stamp_clients() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.onboarded_recorded_at := case when new.onboarded_at is not null
                                      then clock_timestamp() end;
    new.review_recorded_at := case when new.last_reviewed_at is not null
                                   then clock_timestamp() end;
  else
    new.onboarded_recorded_at := case when new.onboarded_at is distinct from old.onboarded_at
                                      then clock_timestamp() else old.onboarded_recorded_at end;
    new.review_recorded_at := case when new.last_reviewed_at is distinct from old.last_reviewed_at
                                   then clock_timestamp() else old.review_recorded_at end;
  end if;
  return new;
end $$;
comment on function crm.stamp_clients() is 'Stamps when a client''s onboarding and review were entered';
create trigger stamp before insert or update on crm.clients
  for each row execute function crm.stamp_clients();

create table crm.contacts (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  name text not null,
  role text,
  is_emergency boolean not null default false,
  is_decision_maker boolean not null default false,
  is_influencer boolean not null default false,
  email text,
  phone text,
  relationship text check (relationship in ('none', 'weak', 'good', 'strong')),
  verified_at timestamptz
);
create index on crm.contacts (client_id);
comment on table crm.contacts is 'The people we speak with at a client';
comment on column crm.contacts.id is 'Key';
comment on column crm.contacts.client_id is 'The client';
comment on column crm.contacts.name is 'Full name';
comment on column crm.contacts.role is 'What the person does at the client';
comment on column crm.contacts.is_emergency is
  'True: to be called in an incident (procedure 13, Safety Considerations)';
comment on column crm.contacts.is_decision_maker is 'True: decides about our services';
comment on column crm.contacts.is_influencer is 'True: is listened to by those who decide';
comment on column crm.contacts.email is 'Email address';
comment on column crm.contacts.phone is 'Telephone number, in E.164 form where it is known';
comment on column crm.contacts.relationship is 'How well we know the person';
comment on column crm.contacts.verified_at is
  'When the person last confirmed these details; null: never';

create table crm.addresses (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  kind text not null check (kind in ('postal', 'billing', 'site')),
  street text,
  city text,
  region text,
  postal_code text,
  country text check (country ~ '^[A-Z]{2}$'),
  verified_at timestamptz
);
create index on crm.addresses (client_id);
comment on table crm.addresses is 'Where a client gets its post, its invoices and its visitors';
comment on column crm.addresses.id is 'Key';
comment on column crm.addresses.client_id is 'The client';
comment on column crm.addresses.kind is 'What the address is for';
comment on column crm.addresses.street is 'Street and number, or post box';
comment on column crm.addresses.city is 'Town';
comment on column crm.addresses.region is 'State or province';
comment on column crm.addresses.postal_code is 'Postal code';
comment on column crm.addresses.country is 'ISO 3166-1 alpha-2 code';
comment on column crm.addresses.verified_at is
  'When the client last confirmed the address; null: never';

create table crm.communication_preferences (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  channel text not null check (channel in ('email', 'phone', 'sms', 'post', 'in_person')),
  topic text not null check (topic in ('service', 'follow_up', 'newsletter', 'offers', 'billing')),
  frequency text check (frequency in ('as_needed', 'weekly', 'monthly', 'quarterly', 'never')),
  hours text,
  unique (client_id, channel, topic)
);
comment on table crm.communication_preferences is
  'How, how often and when a client wants to hear from us about a topic';
comment on column crm.communication_preferences.id is 'Key';
comment on column crm.communication_preferences.client_id is 'The client';
comment on column crm.communication_preferences.channel is 'The channel it is about';
comment on column crm.communication_preferences.topic is 'The topic it is about';
comment on column crm.communication_preferences.frequency is
  'How often at most; never: not on this channel about this topic';
comment on column crm.communication_preferences.hours is
  'When, in the client''s time zone: 09:00-17:00; null: no wish is known';

create table crm.consents (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  channel text not null check (channel in ('email', 'phone', 'sms', 'post')),
  purpose text not null check (purpose in ('service', 'follow_up', 'marketing', 'data_use')),
  given_at timestamptz not null,
  source text not null,
  withdrawn_at timestamptz,
  check (withdrawn_at >= given_at)
);
create index on crm.consents (client_id);
comment on table crm.consents is
  'What a client agreed to; without an unwithdrawn row there is no consent';
comment on column crm.consents.id is 'Key';
comment on column crm.consents.client_id is 'The client who agreed';
comment on column crm.consents.channel is 'The channel they agreed to';
comment on column crm.consents.purpose is 'What they agreed to be contacted for';
comment on column crm.consents.given_at is 'When they agreed';
comment on column crm.consents.source is 'Where that is shown: a form, a call, a contract';
comment on column crm.consents.withdrawn_at is 'When they withdrew it; null: it holds';

create table crm.quiet_periods (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text,
  check (ends_at > starts_at)
);
create index on crm.quiet_periods (client_id);
comment on table crm.quiet_periods is 'When a client asked not to be contacted';
comment on column crm.quiet_periods.id is 'Key';
comment on column crm.quiet_periods.client_id is 'The client';
comment on column crm.quiet_periods.starts_at is 'The first instant of the quiet';
comment on column crm.quiet_periods.ends_at is 'The first instant after it';
comment on column crm.quiet_periods.reason is 'Why, as the client put it';

create table crm.account_team (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients on delete cascade,
  staff_id bigint not null references crm.staff,
  function text not null,
  summary text,
  may_contact boolean not null default true,
  is_single_contact boolean not null default false,
  stands_in_for_id bigint references crm.staff,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  check (stands_in_for_id <> staff_id),
  check (valid_to > valid_from)
);
create index on crm.account_team (client_id);
create index on crm.account_team (staff_id);
create index on crm.account_team (stands_in_for_id);
comment on table crm.account_team is
  'Everybody who provides a service to a client, and what they do on its behalf';
comment on column crm.account_team.id is 'Key';
comment on column crm.account_team.client_id is 'The client';
comment on column crm.account_team.staff_id is 'The member of the team';
comment on column crm.account_team.function is 'What the person is to the client: fuelling lead';
comment on column crm.account_team.summary is 'What the person does for the client, in a sentence';
comment on column crm.account_team.may_contact is 'True: is authorised to speak to the client';
comment on column crm.account_team.is_single_contact is
  'True: everything for the client goes through this person';
comment on column crm.account_team.stands_in_for_id is
  'The colleague for whom this person answers when they are off duty; null: nobody';
comment on column crm.account_team.valid_from is 'The first instant of the membership';
comment on column crm.account_team.valid_to is
  'The first instant at which it no longer holds; null: no end is known';
