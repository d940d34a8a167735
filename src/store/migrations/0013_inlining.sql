-- What they are made of is stable, not immutable, so that the planner had to leave each as a call of its
-- own: two microseconds a value, and a plan for each place of each statement. Declared as what they are
-- they are put in their place.
alter function steward.instant stable;
alter function steward.micros stable;
