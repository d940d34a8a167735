-- SPDX-License-Identifier: MIT
-- The demo's records: half a year of two organisations that share one client database, an FBO
-- ("Skyport", programme fbo) and a finance firm (programme finance). Everything is made up, and
-- always the same: chance comes from hashes, time from the variable `now`.
--
--   psql -X -v ON_ERROR_STOP=1 [-v now=2026-11-22T15:00Z] -f config/demo/records.sql DATABASE
--
-- Wants the reference CRM (config/crm) with nothing in it.

\set ON_ERROR_STOP on
\if :{?now}
\else
select clock_timestamp() as now \gset
\endif

begin;
set local client_min_messages = warning;
do $$
begin
  if exists (select from crm.clients) or exists (select from crm.staff) then
    raise exception 'the client database is not empty'
      using hint = 'Load the demo into a database of its own.';
  end if;
end $$;

\ir records/names.sql
\ir records/staff.sql
\ir records/clients.sql
\ir records/services.sql
\ir records/enquiries.sql
\ir records/sales.sql
commit;

analyze;
