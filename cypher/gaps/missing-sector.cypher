// No known partner of {initiative} comes from {sector}; of {known} initiatives with known partners {having} have one.
// sv: Ingen känd part i {initiative} kommer från {sector}; av {known} satsningar med kända parter har {having} en sådan.
// type: missing-sector
// severity: 3, 4 from 0.8
// weight: share of the initiatives that have the sector
// measure: partners of the sector; expected is the share of the initiatives that have one | parter från sektorn; förväntat är den andel av satsningarna som har en
// each: who, sector
// $programme: Programme — the programme | programmet
// $partners_at_least: whole number = 4 — how many known partners at least | minst så många kända parter
//
// An initiative is a Project that is a part of the programme and has fewer than two member cities, twins counted as one.
// A sector that more than half of the initiatives lack is one gap for all: missing-sector-everywhere.
MATCH (x:Activity)-[q:PART_OF]->(p:Activity {id: $programme})
WHERE q.key IS NOT NULL AND x.kind = 'Project'
OPTIONAL MATCH (c:City)-[r:PARTNER_IN|COORDINATES|MEMBER_OF]->(x)
WHERE r.key IS NOT NULL AND EXISTS { MATCH (c)-[u:MEMBER_OF]->(v:Activity {id: $programme}) WHERE u.key IS NOT NULL }
WITH x, count(DISTINCT c.id) AS cities, min(c.id) AS first, max(c.id) AS last
OPTIONAL MATCH (a:City {id: first})-[w:TWINNED_WITH]-(b:City {id: last})
WHERE w.key IS NOT NULL
WITH x, cities, count(w.key) AS pairings
WHERE cities < 2 OR (cities = 2 AND pairings > 0)
MATCH (a:City|Organisation)-[r:PARTNER_IN|COORDINATES|MEMBER_OF]->(x)
WHERE r.key IS NOT NULL
WITH x, count(DISTINCT a.id) AS partners, collect(DISTINCT coalesce(a.sector, a.kind)) AS sectors
WHERE partners >= $partners_at_least
UNWIND ['business', 'civil-society', 'municipal-company', 'regional', 'research'] AS sector
WITH sector, count(x.id) AS known, sum(CASE WHEN sector IN sectors THEN 1 ELSE 0 END) AS having,
  collect(CASE WHEN sector IN sectors THEN NULL ELSE x.id END) AS lacking
WHERE 2 * having >= known
UNWIND lacking AS initiative
RETURN initiative AS who, initiative, sector, known, having, 0 AS measure, 1.0 * having / known AS expected,
  1.0 * having / known AS weight
ORDER BY weight DESC, sector, who
