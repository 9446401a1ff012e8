// Which cities work with the same themes as a city, and share no project with it?
// sv: Vilka städer arbetar med samma teman som en stad, utan något gemensamt projekt?
// $city: City = city:gavle — the city | staden
//
// A city works with the themes of its projects, said outright or through their focus areas.
MATCH (c:City {id: $city})-[r:PARTNER_IN|COORDINATES]->(x:Activity)-[f:FOCUSES_ON]->(g:FocusArea)
WHERE r.key IS NOT NULL AND f.key IS NOT NULL
OPTIONAL MATCH (g)-[b:BROADER]->(t:FocusArea)
WHERE b.key IS NOT NULL
WITH DISTINCT coalesce(t.id, g.id) AS theme
MATCH (o:City)-[s:PARTNER_IN|COORDINATES]->(y:Activity)-[h:FOCUSES_ON]->(i:FocusArea)
WHERE s.key IS NOT NULL AND h.key IS NOT NULL AND o.id <> $city
OPTIONAL MATCH (i)-[d:BROADER]->(u:FocusArea)
WHERE d.key IS NOT NULL
WITH theme, o, y, coalesce(u.id, i.id) AS other
WHERE theme = other
WITH o, count(DISTINCT theme) AS themes, count(DISTINCT y.id) AS projects
WHERE NOT EXISTS {
  MATCH (o)-[l:PARTNER_IN|COORDINATES]->(z:Activity)<-[k:PARTNER_IN|COORDINATES]-(a:City {id: $city})
  WHERE k.key IS NOT NULL AND l.key IS NOT NULL AND z.kind = 'Project'
}
RETURN o.name AS name, themes, projects, o.id AS id
ORDER BY themes DESC, projects DESC, name, id
