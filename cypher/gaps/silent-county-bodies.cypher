// No work of {body} with any city of {county} in {programme} is known: {city}.
// sv: {body} har inget känt samarbete med någon stad i {county} som är med i {programme}: {city}.
// type: silent-county
// severity: 3, 4 from 2
// weight: its member cities; 1 if another regional organisation works with one of them
// measure: regional bodies that are known to work with member cities | regionala organ med ett känt samarbete med medlemsstäder
// each: county
// $programme: Programme — the programme | programmet
//
// Two work together who are in one Project, whatever its size; in a Network or ResearchSchool of at most 15 known
// actors, and 25 if its size is known; in a Programme whose size is known and at most 25; or directly. Where another
// organisation of the regional sector works with one of the cities (a region's traffic company, say), the gap weighs less.
MATCH (a:City|Organisation)-[r:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)
WHERE r.key IS NOT NULL
WITH x, count(DISTINCT a.id) AS known
WHERE x.kind = 'Project' OR (x.kind IN ['Network', 'ResearchSchool'] AND known <= 15 AND coalesce(x.size, 0) <= 25)
  OR (x.kind = 'Programme' AND x.size <= 25)
WITH collect(x.id) AS together
MATCH (m:City)-[r:MEMBER_OF]->(p:Activity {id: $programme}), (b:Organisation)
WHERE r.key IS NOT NULL AND b.hash IS NOT NULL AND b.kind IN ['Region', 'CountyBoard'] AND b.county = m.county
WITH DISTINCT m, p, b, together
OPTIONAL MATCH (m)-[s:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)<-[t:PARTNER_IN|COORDINATES|MEMBER_OF]-(o:Organisation)
WHERE s.key IS NOT NULL AND t.key IS NOT NULL AND x.id IN together AND o.id = b.id
WITH m, p, b, count(x.id) AS shared
OPTIONAL MATCH (m)-[d:COLLABORATES_WITH]-(o:Organisation)
WHERE d.key IS NOT NULL AND o.id = b.id
WITH m, p, b, shared, count(d.key) AS direct
WITH m.county AS county, p, sum(shared + direct) AS ties, collect(DISTINCT m.id) AS cities, collect(DISTINCT b.id) AS bodies
WHERE ties = 0
OPTIONAL MATCH (m:City)-[s:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)<-[t:PARTNER_IN|COORDINATES|MEMBER_OF]-(o:Organisation)
WHERE s.key IS NOT NULL AND t.key IS NOT NULL AND m.id IN cities AND x.kind = 'Project' AND o.sector = 'regional'
WITH county, p, ties, cities, bodies, count(o.id) AS others
UNWIND cities AS city
UNWIND bodies AS body
RETURN body AS who, county, body, city, p.id AS programme, ties AS measure, 1 AS expected,
  CASE WHEN others > 0 THEN 1 ELSE size(cities) END AS weight
ORDER BY weight DESC, county, who, city
