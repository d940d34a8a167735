-- Every rule looks at all its records again when it is asked to, and at a daemon's start, in case some
-- changed while their triggers were off: what it then finds out of line is counted and told.

alter table steward.activation
  add column resync      text not null default '',
  add column repaired    bigint not null default 0 check (repaired >= 0),
  add column finished_at timestamptz check (isfinite(finished_at));
comment on column steward.activation.resync is
  'Why it looks, or last looked, at what it had looked at before; '''' where rules were edited.';
comment on column steward.activation.repaired is 'Promises that were then not as their records said.';
comment on column steward.activation.finished_at is 'When it had last looked at everything.';
