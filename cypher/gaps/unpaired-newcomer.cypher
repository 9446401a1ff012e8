// {city} joined {programme} in {since} and has no known twin city.
// sv: {city} kom med år {since} i {programme} och har ingen känd tvillingstad.
// type: unpaired
// severity: 4
// weight: 1
// measure: known twin cities | kända tvillingstäder
// sure: who, programme
// $programme: Programme — the programme | programmet
// $two_years_before: date — two years before the date of the data | två år före datans datum
//
// A newcomer is a member whose first dated relation to the programme, or to what is a part of it, is less than two years
// old. A pairing of any programme counts, and one that has ended too.
MATCH (m:City)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL AND NOT EXISTS { MATCH (m)-[t:TWINNED_WITH]-(o:City) WHERE t.key IS NOT NULL }
WITH m, p, min(r.start) AS first
OPTIONAL MATCH (m)-[s:PARTNER_IN|COORDINATES|MEMBER_OF|SIGNED|TOOK_PART_IN|HOSTS]->(x:Activity)-[q:PART_OF]->(v:Activity {id: $programme})
WHERE s.key IS NOT NULL AND q.key IS NOT NULL
WITH m, p, first, min(s.start) AS inside
WITH m, p, CASE WHEN first IS NULL OR inside < first THEN inside ELSE first END AS since
WHERE since > $two_years_before
RETURN m.id AS who, m.id AS city, p.id AS programme, left(since, 4) AS since, 0 AS measure, 1 AS expected, 1 AS weight
ORDER BY since DESC, who
