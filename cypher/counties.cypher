// How many of each county's municipalities are members of a programme?
// sv: Hur många av varje läns kommuner är medlemmar i ett program?
// $programme: Programme|Network = programme:klimatneutrala-stader-2030 — the programme | programmet
MATCH (c:City)
WHERE c.hash IS NOT NULL AND c.county IS NOT NULL
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL
WITH c.county AS county, count(DISTINCT c.id) AS municipalities,
  count(DISTINCT CASE WHEN r.key IS NOT NULL THEN c.id END) AS members
RETURN county, municipalities, members
ORDER BY members DESC, county
