// Which organisations outside a city, and which other cities, does it work with, and in what?
// sv: Vilka andra städer, och organisationer utanför staden, arbetar en stad med, och i vilka aktiviteter?
// $city: City = city:gavle — the city | staden
MATCH (c:City {id: $city})-[r:PARTNER_IN|COORDINATES]->(x:Activity)<-[s:PARTNER_IN|COORDINATES]-(p)
WHERE r.key IS NOT NULL AND s.key IS NOT NULL AND p.id <> c.id AND p.kind <> 'Person'
  AND NOT EXISTS { MATCH (p)-[l:LOCATED_IN]->(c) WHERE l.key IS NOT NULL }
RETURN DISTINCT p.name AS name, p.kind AS kind, x.name AS activity, p.id AS id, x.id AS activity_id
ORDER BY name, activity, id, activity_id
