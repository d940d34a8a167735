create table steward.thing (
  made_at timestamptz not null default now() -- now() in a comment is fine
);
