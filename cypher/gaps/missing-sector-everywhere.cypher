// No known partner comes from {sector} in {lacking} of {known} initiatives of {programme} with known partners: {initiative}.
// sv: I {lacking} av {known} satsningar i {programme} med kända parter kommer ingen känd part från {sector}: {initiative}.
// type: missing-sector
// severity: 3
// weight: initiatives that lack it
// measure: initiatives with a partner of the sector; expected is half of them | satsningar med en part från sektorn; förväntat är hälften av dem
// each: sector
// $programme: Programme — the programme | programmet
// $partners_at_least: whole number = 4 — how many known partners at least | minst så många kända parter
//
// An initiative is a Project that is a part of the programme and has fewer than two member cities, twins counted as one.
// A sector that at most half of the initiatives lack is a gap of each of these: missing-sector.
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
  collect(CASE WHEN sector IN sectors THEN NULL ELSE x.id END) AS without
WHERE 2 * having < known AND known >= 4
UNWIND without AS initiative
RETURN initiative AS who, initiative, sector, known, size(without) AS lacking, $programme AS programme,
  having AS measure, 0.5 * known AS expected, size(without) AS weight
ORDER BY weight DESC, sector, who
