// Which pairs of cities are there, in all programmes?
// sv: Vilka stadspar finns det, i alla program?
MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
WHERE t.key IS NOT NULL
RETURN a.name AS city, b.name AS twin, t.start AS start, t.`end` AS `end`, t.role AS role, a.id AS city_id, b.id AS id
ORDER BY start, city, twin, city_id, id
