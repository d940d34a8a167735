-- SPDX-License-Identifier: MIT
-- Enquiries and complaints, and how they pass from hand to hand.

create table crm.enquiries (
  id bigint generated always as identity primary key,
  client_id bigint references crm.clients,
  kind text not null check (kind in ('enquiry', 'complaint')),
  channel text not null check (channel in ('phone', 'email', 'web', 'sms', 'in_person', 'post')),
  severity text not null default 'normal'
    check (severity in ('low', 'normal', 'high', 'critical')),
  category text,
  summary text,
  about_staff_id bigint references crm.staff,
  about_client_id bigint references crm.clients,
  received_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  first_response_at timestamptz,
  first_response_recorded_at timestamptz,
  awaiting_client boolean not null default false,
  findings text,
  resolved_at timestamptz
);
create index on crm.enquiries (client_id);
create index on crm.enquiries (about_staff_id);
create index on crm.enquiries (about_client_id);
comment on table crm.enquiries is 'What somebody asked us or complained about, on any channel';
comment on column crm.enquiries.id is 'Key';
comment on column crm.enquiries.client_id is 'Who asked; null: not a client, or not known yet';
comment on column crm.enquiries.kind is 'A question, or a complaint';
comment on column crm.enquiries.channel is 'How it reached us';
comment on column crm.enquiries.severity is
  'Critical: the client''s business stands still until somebody helps; it wakes people at night';
comment on column crm.enquiries.category is 'What it is about: billing, outage; a firm''s own list';
comment on column crm.enquiries.summary is 'The matter in a sentence';
comment on column crm.enquiries.about_staff_id is
  'The member of staff who is complained about; null: nobody';
comment on column crm.enquiries.about_client_id is
  'The other client who is complained about; null: nobody';
comment on column crm.enquiries.received_at is 'When it reached us';
comment on column crm.enquiries.recorded_at is 'When it was entered; set by the database';
comment on column crm.enquiries.first_response_at is
  'When somebody of us first answered (policy 202180); null: not yet. An automatic '
  'acknowledgement is no answer';
comment on column crm.enquiries.first_response_recorded_at is
  'When first_response_at was entered; set by the database';
comment on column crm.enquiries.awaiting_client is 'True: the next move is the client''s';
comment on column crm.enquiries.findings is 'The facts that were found out';
comment on column crm.enquiries.resolved_at is 'When the matter was settled; null: not yet';

create function crm.stamp_enquiries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.recorded_at := clock_timestamp();
    new.first_response_recorded_at := case when new.first_response_at is not null
                                           then clock_timestamp() end;
  else
    new.recorded_at := old.recorded_at;
    new.first_response_recorded_at := case
      when new.first_response_at is distinct from old.first_response_at
      then clock_timestamp() else old.first_response_recorded_at end;
  end if;
  return new;
end $$;
comment on function crm.stamp_enquiries() is
  'Stamps when an enquiry was entered and when its first answer was';
create trigger stamp before insert or update on crm.enquiries
  for each row execute function crm.stamp_enquiries();

create table crm.transfers (
  id bigint generated always as identity primary key,
  enquiry_id bigint not null references crm.enquiries on delete cascade,
  from_staff_id bigint references crm.staff,
  to_staff_id bigint not null references crm.staff,
  reason text not null,
  transferred_at timestamptz not null default now(),
  accepted_at timestamptz,
  check (accepted_at >= transferred_at)
);
create index on crm.transfers (enquiry_id);
create index on crm.transfers (from_staff_id);
create index on crm.transfers (to_staff_id);
comment on table crm.transfers is
  'An enquiry given to a person who is in a better position to help (policy 202180)';
comment on column crm.transfers.id is 'Key';
comment on column crm.transfers.enquiry_id is 'The enquiry';
comment on column crm.transfers.from_staff_id is 'Who gave it on; null: nobody had it yet';
comment on column crm.transfers.to_staff_id is 'Who is to take it';
comment on column crm.transfers.reason is 'Why they are in a better position';
comment on column crm.transfers.transferred_at is 'When it was given on';
comment on column crm.transfers.accepted_at is 'When they took it; null: not yet';
