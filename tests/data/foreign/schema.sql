-- A CRM of somebody else's: capitals, spaces and quotes in names, keys of several columns, local
-- timestamps, ranges, domains, arrays, a view, and not one foreign key.
create schema "Old CRM";
set search_path = "Old CRM";
create domain country as char(2) check (value in ('DE', 'US', 'FR'));
create domain state as varchar(20) not null default 'new'
  check (value in ('new', 'picked', 'shipped'));
create table "People" (
  "Person No" int primary key, "Full Name" text not null, "E-Mail" text, "Cell" text);
create table "Role Of" ("Person No" int, "Role" text, "Valid" daterange);
create table "Customers" (
  "Country" country, "Number" int, "Company" text, keeper int, phones text[],
  primary key ("Country", "Number"));
create table "Customer Orders" (
  "Country" country, "Customer No" int, "Order No" int, "State" state, "Ordered" timestamp,
  "Shipped" timestamp, promised daterange, "Hold" tsrange,
  primary key ("Country", "Customer No", "Order No"));
create table "Order ""Lines""" (
  "Country" country, "Customer No" int, "Order No" int, "Line" int, "It's done" timestamptz,
  primary key ("Country", "Customer No", "Order No", "Line"));
create view "Waiting Orders" as
  select o."Country", o."Customer No", o."Order No", o."Ordered", c."Company", c.keeper
    from "Customer Orders" o
    join "Customers" c on c."Country" = o."Country" and c."Number" = o."Customer No"
   where o."State" <> 'shipped';
create view "Order Counts" as
  select "Country", "Customer No", count(*) as orders from "Customer Orders" group by 1, 2;
