-- SPDX-License-Identifier: MIT
-- Chance, and the words that names are made of.

-- A number from 0 up to but not including 1, always the same for a key.
create function pg_temp.dice(key text) returns double precision language sql immutable strict
as $$ select ('x' || substr(md5(key), 1, 8))::bit(32)::bigint / 4294967296.0 $$;

create function pg_temp.pick(key text, choices text[]) returns text language sql immutable strict
as $$ select choices[1 + floor(pg_temp.dice(key) * cardinality(choices))::int] $$;

-- The n-th of a list, which begins again at its end.
create function pg_temp.nth(n bigint, choices text[]) returns text language sql immutable strict
as $$ select choices[1 + n % cardinality(choices)] $$;

create function pg_temp.given_names() returns text[] language sql immutable as $$
select array['Amara', 'Andrew', 'Anita', 'Beatriz', 'Carlos', 'Chloe', 'Daniel', 'Deborah', 'Elena',
  'Emeka', 'Farah', 'Felix', 'Gabriela', 'George', 'Hannah', 'Hiro', 'Imani', 'Ivan', 'James',
  'Jasmine', 'Joanna', 'Jorge', 'Karen', 'Kenji', 'Laila', 'Lars', 'Leah', 'Marcus', 'Maria',
  'Michael', 'Nadia', 'Nathan', 'Olga', 'Oscar', 'Patricia', 'Paul', 'Rachel', 'Rahul', 'Rosa',
  'Samuel', 'Sofia', 'Stefan', 'Teresa', 'Thomas', 'Uma', 'Victor', 'Wendy', 'William', 'Yasmin',
  'Zoe'] $$;

create function pg_temp.family_names() returns text[] language sql immutable as $$
select array['Abbott', 'Acosta', 'Bakker', 'Barnes', 'Bennett', 'Bianchi', 'Boyd', 'Calloway',
  'Castro', 'Chandra', 'Coleman', 'Dawson', 'Delgado', 'Donovan', 'Eklund', 'Ellis', 'Farrell',
  'Finch', 'Fischer', 'Garza', 'Goodwin', 'Gupta', 'Hale', 'Hartley', 'Hoffman', 'Ibarra', 'Jensen',
  'Kaplan', 'Kowalski', 'Lambert', 'Larkin', 'Marlow', 'Mbeki', 'Mercer', 'Moreau', 'Nakamura',
  'Nolan', 'Okafor', 'Osborne', 'Park', 'Patel', 'Quigley', 'Ramsey', 'Reyes', 'Romano', 'Sandoval',
  'Sato', 'Schmidt', 'Sinclair', 'Stanton', 'Tran', 'Underhill', 'Vargas', 'Vaughn', 'Walsh',
  'Weiss', 'Whitaker', 'Yates', 'Zhang', 'Zimmer'] $$;

-- With 48 stems and 16 kinds no two of the first 768 operators have the same name.
create function pg_temp.operator_name(n bigint) returns text language sql immutable strict as $$
select pg_temp.nth(n, array[
    'Albatross', 'Allegheny', 'Altair', 'Arbor', 'Aspen', 'Beacon', 'Blue Ridge', 'Bowline',
    'Cardinal', 'Cascade', 'Catalina', 'Cedar Point', 'Chesapeake', 'Cirrus Bay', 'Condor',
    'Coral Coast', 'Cypress', 'Dogwood', 'Eastern Shore', 'Egret', 'Evergreen', 'Falcon Ridge',
    'Garnet', 'Granite', 'Gulfstream Park', 'Hawthorn', 'Hudson Valley', 'Ironwood', 'Jetty',
    'Lone Pine', 'Magnolia', 'Meridian', 'Monarch', 'North Fork', 'Old Dominion', 'Palisade',
    'Peregrine', 'Piedmont', 'Plover', 'Red Oak', 'Sandpiper', 'Saratoga', 'Shenandoah',
    'Silver Lake', 'Summit', 'Tamarack', 'Three Rivers', 'Windward'])
  || ' ' || pg_temp.nth(n + n / 48 * 5, array['Air', 'Aviation', 'Charter', 'Jets', 'Air Taxi',
    'Flight Services', 'Executive Air', 'Aero', 'Air Cargo', 'Flying Club', 'Helicopters',
    'Air Ambulance', 'Partners', 'Survey', 'Flight School', 'Holdings']) $$;

-- Every third client of the finance firm is a person. No two of the first 150 have the same name.
create function pg_temp.finance_client_name(n bigint) returns text language sql immutable strict
as $$
select case n % 3
  when 0 then pg_temp.nth(n / 3, pg_temp.given_names()) || ' '
    || pg_temp.nth(n / 3 * 7 + 3, pg_temp.family_names())
  when 1 then pg_temp.nth(n / 3 * 7, pg_temp.family_names()) || ' & '
    || pg_temp.nth(n / 3 * 11 + 5, pg_temp.family_names())
  else pg_temp.nth(n / 3 * 13 + 2, pg_temp.family_names()) || ' '
    || pg_temp.nth(n / 3, array[
      'Bakery', 'Dental', 'Architects', 'Plumbing', 'Books', 'Landscaping',
      'Veterinary Clinic', 'Logistics', 'Optics', 'Catering', 'Roofing', 'Fitness',
      'Printing', 'Orchards', 'Robotics', 'Pharmacy', 'Music School', 'Joinery', 'Florists'])
end $$;
