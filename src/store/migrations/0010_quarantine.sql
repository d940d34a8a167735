-- A rule whose SQL fails, or one record that it cannot judge, must not hold up everything else. It is
-- set aside with the reason, and tried again by and by.

create table steward.quarantine (
  rule     text not null,
  key      text not null default '',
  firing   boolean not null,
  reason   text not null,
  since    timestamptz not null check (isfinite(since)),
  failures integer not null default 1 check (failures > 0),
  tried_at timestamptz not null check (isfinite(tried_at)),
  retry_at timestamptz not null check (isfinite(retry_at)),
  primary key (rule, key, firing)
);
comment on table steward.quarantine is 'Rules and subjects that cannot be judged, and why.';
comment on column steward.quarantine.key is 'The subject''s; '''' for the rule as a whole.';
comment on column steward.quarantine.firing is
  'What is due of it cannot act; else its records cannot be judged.';
comment on column steward.quarantine.retry_at is
  'When it is tried again. What is due of it meanwhile waits until exactly then.';
create index quarantine_by_retry on steward.quarantine (retry_at);
