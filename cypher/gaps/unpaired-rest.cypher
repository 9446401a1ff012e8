// Members of {programme} without a known twin city, and with neither a newcomer nor a city outside it with known collaborations or themes within {kilometres} km to pair with: {city}.
// sv: Medlemmar i {programme} utan känd tvillingstad, och utan någon ny medlem eller någon stad utanför med kända samarbeten eller teman inom {kilometres} km att para ihop med: {city}.
// type: unpaired
// severity: 1
// weight: 1
// measure: known twin cities | kända tvillingstäder
// each: programme
// sure: who, programme
// $programme: Programme — the programme | programmet
// $two_years_before: date — two years before the date of the data | två år före datans datum
// $kilometres: number = 150 — how near | hur nära
//
// A member that is no newcomer; the cities that could be invited are newcomers, and cities outside the programme of which
// something is known. Distances are great circles on a sphere of 6371 km. Who has somebody near: unpaired.
MATCH (m:City)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL
OPTIONAL MATCH (m)-[s:PARTNER_IN|COORDINATES|MEMBER_OF|SIGNED|TOOK_PART_IN|HOSTS]->(x:Activity)-[q:PART_OF]->(v:Activity {id: $programme})
WHERE s.key IS NOT NULL AND q.key IS NOT NULL
WITH m, p, min(r.start) AS first, min(s.start) AS inside
WITH m, p, CASE WHEN first IS NULL OR inside < first THEN inside ELSE first END AS since,
  EXISTS { MATCH (m)-[t:TWINNED_WITH]-(n:City) WHERE t.key IS NOT NULL } AS paired
WITH p, collect(m.id) AS members, collect(CASE WHEN since > $two_years_before THEN m.id END) AS newcomers,
  collect(CASE WHEN NOT paired AND (since IS NULL OR since <= $two_years_before) THEN m.id END) AS waiting
UNWIND waiting AS city
MATCH (m:City {id: city})
OPTIONAL MATCH (o:City)
WHERE o.hash IS NOT NULL AND o.country = 'SE' AND o.id <> city AND (o.id IN newcomers OR NOT o.id IN members)
  AND NOT EXISTS { MATCH (o)-[t:TWINNED_WITH]-(n:City) WHERE t.key IS NOT NULL }
  AND (EXISTS { MATCH (o)-[a:PARTNER_IN|COORDINATES|MEMBER_OF|SIGNED|TOOK_PART_IN|HOSTS]->(x:Activity) WHERE a.key IS NOT NULL }
    OR EXISTS { MATCH (o)-[b:SISTER_CITY_OF|COLLABORATES_WITH|FUNDS]-(n:City|Organisation) WHERE b.key IS NOT NULL }
    OR EXISTS { MATCH (o)-[f:FOCUSES_ON]->(g:FocusArea) WHERE f.key IS NOT NULL })
WITH p, m, o, 2 * 6371.0 * asin(sqrt(sin(radians(o.latitude - m.latitude) / 2) * sin(radians(o.latitude - m.latitude) / 2)
  + cos(radians(m.latitude)) * cos(radians(o.latitude)) * sin(radians(o.longitude - m.longitude) / 2) * sin(radians(o.longitude - m.longitude) / 2))) AS km
WITH p, m, sum(CASE WHEN km <= $kilometres THEN 1 ELSE 0 END) AS near
WHERE near = 0
RETURN m.id AS who, m.id AS city, p.id AS programme, $kilometres AS kilometres, 0 AS measure, 1 AS expected, 1 AS weight
ORDER BY weight DESC, who
