-- SPDX-License-Identifier: MIT
-- An IT service desk's incidents as the replication of such a tool leaves them: every reference by
-- name, instants without a zone (they are UTC), null for what is not known yet.
create schema itsm;

create table itsm.users (
  user_name  varchar(40) primary key,
  name       varchar(80) not null,
  email      varchar(100) not null
);

create table itsm.groups (
  name       varchar(80) primary key
);

create table itsm.duty_managers (
  user_name  varchar(40) primary key references itsm.users,
  since      timestamp not null
);

create table itsm.incidents (
  number             varchar(40) primary key,
  state              varchar(40) not null,
  active             boolean not null,
  contact_type       varchar(40),
  category           varchar(40),
  priority           varchar(40) not null,
  assignment_group   varchar(80) references itsm.groups,
  assigned_to        varchar(40) references itsm.users,
  reassignment_count integer not null,
  reopen_count       integer not null,
  made_sla           boolean not null,
  opened_at          timestamp,
  resolved_at        timestamp,
  closed_at          timestamp,
  sys_mod_count      integer not null,
  sys_updated_at     timestamp not null
);
