-- SPDX-License-Identifier: MIT
-- What clients bought, and what they made of our campaigns.

create table crm.campaigns (
  id bigint generated always as identity primary key,
  name text not null,
  channel text check (channel in ('email', 'phone', 'sms', 'post', 'event', 'social')),
  starts_on date,
  ends_on date,
  cost numeric(14, 2) check (cost >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  check (cost is null or currency is not null),
  check (ends_on >= starts_on)
);
comment on table crm.campaigns is 'A marketing initiative to a number of clients';
comment on column crm.campaigns.id is 'Key';
comment on column crm.campaigns.name is 'What it is called';
comment on column crm.campaigns.channel is 'How it reaches clients';
comment on column crm.campaigns.starts_on is 'Its first day';
comment on column crm.campaigns.ends_on is 'Its last day; null: open';
comment on column crm.campaigns.cost is 'What it costs in all';
comment on column crm.campaigns.currency is 'ISO 4217 code of the cost';

create table crm.campaign_responses (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references crm.campaigns,
  client_id bigint not null references crm.clients,
  response text not null
    check (response in ('none', 'opened', 'answered', 'bought', 'declined', 'unsubscribed')),
  responded_at timestamptz,
  unique (campaign_id, client_id)
);
create index on crm.campaign_responses (client_id);
comment on table crm.campaign_responses is 'What a client made of a campaign';
comment on column crm.campaign_responses.id is 'Key';
comment on column crm.campaign_responses.campaign_id is 'The campaign';
comment on column crm.campaign_responses.client_id is 'The client';
comment on column crm.campaign_responses.response is 'The furthest that the client went';
comment on column crm.campaign_responses.responded_at is 'When; null: no response';

create table crm.transactions (
  id bigint generated always as identity primary key,
  client_id bigint not null references crm.clients,
  service_delivery_id bigint references crm.service_deliveries,
  campaign_id bigint references crm.campaigns,
  reference text not null unique,
  status text not null default 'open' check (status in ('open', 'paid', 'void')),
  total numeric(14, 2) not null,
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  occurred_at timestamptz not null,
  paid_at timestamptz
);
create index on crm.transactions (client_id);
create index on crm.transactions (service_delivery_id);
create index on crm.transactions (campaign_id);
comment on table crm.transactions is 'A purchase by a client';
comment on column crm.transactions.id is 'Key';
comment on column crm.transactions.client_id is 'Who bought';
comment on column crm.transactions.service_delivery_id is
  'The service that was bought; null: something else';
comment on column crm.transactions.campaign_id is 'The campaign that led to it; null: none known';
comment on column crm.transactions.reference is 'Number on the invoice';
comment on column crm.transactions.status is 'Whether it is paid';
comment on column crm.transactions.total is 'Sum of the lines, taxes included';
comment on column crm.transactions.currency is 'ISO 4217 code';
comment on column crm.transactions.occurred_at is 'When it was bought';
comment on column crm.transactions.paid_at is 'When it was paid; null: not yet';

create table crm.transaction_lines (
  id bigint generated always as identity primary key,
  transaction_id bigint not null references crm.transactions on delete cascade,
  item text not null,
  quantity numeric(12, 3) not null check (quantity > 0),
  unit text,
  unit_price numeric(14, 4) not null,
  unique (transaction_id, item)
);
comment on table crm.transaction_lines is 'What a purchase consists of';
comment on column crm.transaction_lines.id is 'Key';
comment on column crm.transaction_lines.transaction_id is 'The purchase';
comment on column crm.transaction_lines.item is 'What was bought';
comment on column crm.transaction_lines.quantity is 'How much of it';
comment on column crm.transaction_lines.unit is 'Of what: gallon, night, hour; null: pieces';
comment on column crm.transaction_lines.unit_price is 'Price of one unit';
