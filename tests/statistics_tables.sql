-- Deployments as they are written, flattened to tables, and the set of them that figures are about.
CREATE TABLE d (id PRIMARY KEY, moment, day, title, outcome, kind, place, release, remedies,
    opens, opens_rough, closes, closes_rough, extended, extended_rough, granted, deferred, cause, blocked);
CREATE TABLE s (id, n, activity, failed, at, at_rough, until, until_rough, plan, plan_rough, start);
CREATE TABLE systems (id, name);
CREATE TABLE issues (id, found_in);
CREATE TABLE changes (id, n, at, rough);
CREATE TABLE part (id PRIMARY KEY);
CREATE INDEX steps_of ON s (id);
CREATE INDEX remedies_of ON d (remedies);
CREATE INDEX entries_of ON d (release);
