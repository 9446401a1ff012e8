// No municipality of {county} is known to be in {programme}.
// sv: Ingen kommun i {county} är känd som medlem i {programme}.
// type: silent-county
// severity: 3, 4 from 250000
// weight: the county's inhabitants
// measure: member cities that are known | kända medlemsstäder
// each: county
// sure: programme
// $programme: Programme — the programme | programmet
MATCH (p:Activity {id: $programme}), (c:City)
WHERE c.hash IS NOT NULL AND c.county IS NOT NULL
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(q:Activity {id: $programme})
WHERE r.key IS NOT NULL
WITH p, c, count(r.key) AS joined
WITH p, c.county AS county, sum(CASE WHEN joined > 0 THEN 1 ELSE 0 END) AS members, sum(c.population) AS inhabitants
WHERE members = 0
MATCH (b:Organisation)
WHERE b.hash IS NOT NULL AND b.county = county AND b.kind IN ['Region', 'CountyBoard']
RETURN b.id AS who, county, p.id AS programme, members AS measure, 1 AS expected, coalesce(inhabitants, 0) AS weight
ORDER BY weight DESC, county, who
