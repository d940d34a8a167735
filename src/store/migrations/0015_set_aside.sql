-- What is set aside: however many records a rule cannot judge, nobody reads them all to know which rules
-- are, or that nothing is.
create index quarantine_of_rules on steward.quarantine (rule) where key = '';
create index quarantine_of_steps on steward.quarantine (rule, key) where firing;

alter table steward.quarantine
  add column recurrence timestamptz check (isfinite(recurrence));
comment on column steward.quarantine.recurrence is
  'The first of its rule''s schedule that could not be promised to the subject; null: there is none.';

-- A rule that fails by one of its queries and succeeds by another is left alone for longer each time.
create table steward.recovered (
  rule     text not null,
  firing   boolean not null,
  failures integer not null check (failures > 0),
  at       timestamptz not null check (isfinite(at)),
  primary key (rule, firing)
);
comment on table steward.recovered is 'Rules that were set aside, how often they had failed, and until when.';

-- Subjects that are to be looked at again are so once, however often they were touched meanwhile.
delete from steward.touched a
 using steward.touched b
 where b.rule = a.rule and b.key = a.key and b.id < a.id;
create unique index touched_by_subject on steward.touched (rule, key);
