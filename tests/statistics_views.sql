-- What the figures are made of. `rough` marks approximate times, `place` an environment, `nr` the order in time.
CREATE TEMP TABLE p AS SELECT d.*, row_number() OVER (ORDER BY moment, id) AS nr,
    outcome IN ('successful', 'successful-with-issues', 'rolled-back', 'failed') AS executed,
    outcome IN ('successful', 'successful-with-issues') AS delivered FROM d;
CREATE UNIQUE INDEX p_id ON p (id);
CREATE INDEX p_remedies ON p (remedies);
CREATE TEMP TABLE e AS SELECT s.*, coalesce(until, at) AS ends,
    CASE WHEN until IS NULL THEN at_rough ELSE until_rough END AS ends_rough FROM s;
CREATE INDEX e_id ON e (id);
CREATE TEMP TABLE night AS SELECT p.id,
    (SELECT at FROM e WHERE e.id = p.id ORDER BY n LIMIT 1) AS began,
    (SELECT at_rough FROM e WHERE e.id = p.id ORDER BY n LIMIT 1) AS began_rough,
    (SELECT max(ends) FROM e WHERE e.id = p.id) AS ended,
    (SELECT min(ends_rough) FROM e WHERE e.id = p.id
        AND ends = (SELECT max(ends) FROM e WHERE e.id = p.id)) AS ended_rough,
    (SELECT ends_rough FROM e WHERE e.id = p.id ORDER BY ends DESC, n LIMIT 1) AS end_rough,
    (SELECT ends FROM e WHERE e.id = p.id
        ORDER BY coalesce(activity, '') IN ('restore', 'rollback') DESC, ends DESC, n LIMIT 1) AS back,
    (SELECT ends_rough FROM e WHERE e.id = p.id
        ORDER BY coalesce(activity, '') IN ('restore', 'rollback') DESC, ends DESC, n LIMIT 1) AS back_rough,
    EXISTS (SELECT 1 FROM e WHERE e.id = p.id AND activity IN ('restore', 'rollback')) AS undone,
    coalesce(extended, closes) AS shut,
    CASE WHEN extended IS NULL THEN closes_rough ELSE extended_rough END AS shut_rough
    FROM p;
CREATE UNIQUE INDEX night_id ON night (id);
CREATE TEMP TABLE failed AS SELECT id, nr, delivered FROM p WHERE executed AND (outcome IN ('rolled-back', 'failed')
    OR EXISTS (SELECT 1 FROM p AS r WHERE r.remedies = p.id AND r.outcome <> 'cancelled'));
CREATE TEMP TABLE sign AS SELECT id, at, rough FROM (SELECT id, at, rough,
        row_number() OVER (PARTITION BY id ORDER BY at, late, n) AS place FROM (
            SELECT id, n, at, at_rough AS rough, 0 AS late FROM e WHERE activity IN ('troubleshoot', 'rollback')
            UNION ALL SELECT id, n, ends, ends_rough, 1 FROM e WHERE failed)) WHERE place = 1;
CREATE TEMP TABLE repair AS SELECT id, at, rough FROM (SELECT p.remedies AS id, night.ended AS at,
        night.end_rough AS rough, row_number() OVER (PARTITION BY p.remedies ORDER BY p.nr) AS place
    FROM p JOIN night USING (id) WHERE p.delivered) WHERE place = 1;
CREATE TEMP TABLE recovery AS SELECT failed.id, failed.nr,
    CASE WHEN failed.delivered THEN night.ended ELSE sign.at END AS began,
    CASE WHEN failed.delivered THEN night.end_rough ELSE sign.rough END AS began_rough,
    CASE WHEN NOT failed.delivered AND undone THEN back ELSE repair.at END AS ended,
    CASE WHEN NOT failed.delivered AND undone THEN back_rough ELSE repair.rough END AS ended_rough
    FROM failed JOIN night USING (id) LEFT JOIN sign USING (id) LEFT JOIN repair USING (id);
CREATE TEMP TABLE aim AS SELECT release AS name, coalesce(max(CASE WHEN place = 'production' THEN place END),
    (SELECT place FROM p AS q WHERE q.release = p.release ORDER BY nr DESC LIMIT 1)) AS place
    FROM p WHERE release <> '' GROUP BY release;
CREATE TEMP TABLE release AS SELECT name,
    (SELECT count(*) FROM p WHERE p.release = name) AS entries,
    (SELECT count(*) FROM p WHERE p.release = name AND p.place = aim.place AND executed) AS attempts,
    (SELECT count(*) FROM p WHERE p.release = name AND p.place = aim.place AND outcome = 'deferred') AS deferrals,
    (SELECT day FROM p WHERE p.release = name AND p.place = aim.place ORDER BY nr LIMIT 1) AS first_slot,
    (SELECT id FROM p WHERE p.release = name AND p.place = aim.place AND delivered ORDER BY nr LIMIT 1) AS by
    FROM aim;
CREATE TEMP TABLE delivery AS SELECT release.by AS id, p.nr, name,
    (SELECT count(*) FROM p AS q JOIN aim USING (place) WHERE q.release = release.name AND aim.name = release.name
        AND q.executed AND q.nr <= p.nr) AS attempts FROM release JOIN p ON p.id = release.by;
CREATE TEMP TABLE chain AS SELECT release, count(*) AS length, min(nr) AS nr,
    group_concat(id, ' ') AS ids, max(next) AS next FROM (
        SELECT *, CASE WHEN release = '' THEN -nr ELSE
            sum(outcome <> 'deferred') OVER (PARTITION BY release, place ORDER BY nr) END AS island,
        (SELECT q.id FROM p AS q WHERE p.release <> '' AND q.release = p.release AND q.place = p.place AND q.nr > p.nr
            AND q.outcome NOT IN ('deferred', 'scheduled') ORDER BY nr LIMIT 1) AS next
        FROM (SELECT * FROM p WHERE outcome <> 'scheduled' ORDER BY nr) AS p)
    WHERE outcome = 'deferred' GROUP BY release, place, island;
