// Who works with whom in a city, and in what?
// sv: Vilka arbetar med vilka i en stad, och i vad?
// $city: City = city:gavle — the city | staden
//
// The city itself and the organisations that are located there, two by two, and each activity that both are in.
MATCH (a:City|Organisation)-[r:PARTNER_IN|COORDINATES|MEMBER_OF|SIGNED]->(x:Activity)
WHERE r.key IS NOT NULL
  AND (a.id = $city OR EXISTS { MATCH (a)-[l:LOCATED_IN]->(c:City {id: $city}) WHERE l.key IS NOT NULL })
WITH DISTINCT a, x
MATCH (x)<-[s:PARTNER_IN|COORDINATES|MEMBER_OF|SIGNED]-(b:City|Organisation)
WHERE s.key IS NOT NULL AND a.id < b.id
  AND (b.id = $city OR EXISTS { MATCH (b)-[m:LOCATED_IN]->(d:City {id: $city}) WHERE m.key IS NOT NULL })
RETURN DISTINCT a.name AS name, b.name AS partner, x.name AS activity, x.kind AS kind,
  a.id AS id, b.id AS partner_id, x.id AS activity_id
ORDER BY activity, name, partner, id, partner_id, activity_id
