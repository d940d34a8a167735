-- What a promise was given by its rule and its record, so that it keeps it when the rule is edited,
-- and when its clock stood still.
--
-- Of a condition that is only observed, these intervals are the one record that there is. Promises
-- from before this migration have neither length nor calendar: their due stays what it is.

alter table steward.commitment
  add column within     text,
  add column within_row integer not null default 0 check (within_row >= 0),
  add column calendar   text,
  add column pauses     jsonb not null default '[]' check (jsonb_typeof(pauses) = 'array');
comment on column steward.commitment.within is
  'The length that its due was reckoned by; null: the record states the due, or there is none.';
comment on column steward.commitment.within_row is
  'The row of the rule''s table that the length is from; 0: there is no table.';
comment on column steward.commitment.calendar is 'The calendar that its time is counted by.';
comment on column steward.commitment.pauses is
  'When its clock stood or stands still: [from, to] in microseconds; to is null until it ends.';

-- What all calendars said: when it differs, the dues still ahead move.
alter table steward.rule_set add column calendars text not null default '';
comment on column steward.rule_set.calendars is 'SHA-256 of what the calendars of the set say.';
