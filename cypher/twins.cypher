// Which cities has a programme paired, and who is active in the pair's common work?
// sv: Vilka städer har ett program parat ihop, och vilka är aktiva i parets gemensamma arbete?
// $city: City = city:borlange — one of the two | en av de två
//
// Active: an organisation that came into a project of both cities when the pairing began, or later. The embedded engine
// finds nothing by a condition on an earlier value that is null, nor all between two nodes that are both known already:
// so the start has a default, and the second city is found by its id.
MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
WHERE t.key IS NOT NULL AND (a.id = $city OR b.id = $city)
WITH a, b, t.start AS start, t.role AS role, coalesce(t.start, '') AS since
OPTIONAL MATCH (a)-[r:PARTNER_IN|COORDINATES]->(x:Activity)<-[s:PARTNER_IN|COORDINATES]-(c:City),
  (x)<-[p:PARTNER_IN]-(o:Organisation)
WHERE c.id = b.id AND r.key IS NOT NULL AND s.key IS NOT NULL AND p.key IS NOT NULL AND x.kind = 'Project'
  AND (since = '' OR p.start >= left(since, size(p.start)))
RETURN DISTINCT a.name AS city, b.name AS twin, start, role,
  o.name AS active, p.start AS active_start, x.name AS activity, a.id AS city_id, b.id AS twin_id, o.id AS id
ORDER BY start, city, twin, active, active_start, activity, city_id, twin_id, id
