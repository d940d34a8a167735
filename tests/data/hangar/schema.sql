-- SPDX-License-Identifier: MIT
-- Airlines, their aircraft and what is broken on them: a chain of three tables whose keys may
-- change and are part of each other's, and whose rows go with their parents.
create schema hangar;
create table hangar.staff (id int primary key, name text not null, email text);
create table hangar.airlines (
  id text primary key,
  contract text not null check (contract in ('full', 'basic')),
  contract_from timestamptz not null,
  reviewed_at timestamptz,
  keeper_id int references hangar.staff);
create table hangar.aircraft (
  id text primary key,
  airline_id text not null references hangar.airlines on update cascade on delete cascade);
create table hangar.defects (
  aircraft_id text not null references hangar.aircraft on update cascade on delete cascade,
  number int not null,
  reported_at timestamptz not null,
  fixed_at timestamptz,
  primary key (aircraft_id, number));
