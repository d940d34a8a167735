-- SPDX-License-Identifier: MIT
-- What was bought, and what came of four campaigns.

insert into crm.campaigns (name, channel, starts_on, ends_on, cost, currency)
select name, channel, (:'now'::timestamptz - begins * interval '1 day')::date,
  (:'now'::timestamptz - (begins - 30) * interval '1 day')::date, cost, 'USD'
from (values
  (1, 'Spring hangar week', 'email', 170, 2400), (2, 'Winter readiness', 'phone', 60, 900),
  (3, 'Tax season early bird', 'email', 120, 1500), (4, 'Open evening', 'event', 40, 3100)
) as planned (n, name, channel, begins, cost)
order by n;

insert into crm.campaign_responses (campaign_id, client_id, response, responded_at)
select a.id, c.id, said.response,
  case when said.response <> 'none' then a.starts_on + interval '9 hours'
    + pg_temp.dice('responded' || a.id || '/' || n) * interval '20 days' end
from crm.campaigns a, demo_client c,
  lateral (select pg_temp.pick('response' || a.id || '/' || n, array['none', 'none', 'none',
    'opened', 'opened', 'answered', 'bought', 'declined'])) as said (response)
where pg_temp.dice('reached' || a.id || '/' || n) < 0.5
order by a.id, n;

insert into crm.transactions (client_id, service_delivery_id, reference, status, total, occurred_at,
  paid_at)
select client_id, id, 'INV-' || lpad(id::text, 6, '0'),
  case when paid.at < :'now'::timestamptz then 'paid' else 'open' end,
  bought.quantity * bought.price, completed_at,
  case when paid.at < :'now'::timestamptz then paid.at end
from crm.service_deliveries d,
  lateral (select 1 + floor(pg_temp.dice('quantity' || id) * 300),
             (5 + floor(pg_temp.dice('price' || id) * 40))::numeric) as bought (quantity, price),
  lateral (select completed_at + interval '2 days'
             + pg_temp.dice('paid' || id) * interval '30 days') as paid (at)
where status = 'completed'
order by id;

insert into crm.transaction_lines (transaction_id, item, quantity, unit, unit_price)
select t.id, d.service_type, 1 + floor(pg_temp.dice('quantity' || d.id) * 300),
  case d.service_type when 'fuel' then 'gallon' when 'hangar' then 'night' else 'unit' end,
  5 + floor(pg_temp.dice('price' || d.id) * 40)
from crm.transactions t join crm.service_deliveries d on d.id = t.service_delivery_id
order by t.id;
