// Which cities work with the same themes as a city, and share no project with it?
// sv: Vilka städer arbetar med samma teman som en stad, utan något gemensamt projekt?
// $city: City = city:gavle — the city | staden
//
// A city works with the themes of its projects, said outright or through their focus areas.
MATCH (c:City {id: $city})-[r:PARTNER_IN|COORDINATES]->(x:Activity)-[f:FOCUSES_ON]->(g:FocusArea), (t:FocusArea)
WHERE r.key IS NOT NULL AND f.key IS NOT NULL AND t.hash IS NOT NULL AND t.kind = 'Theme'
  AND (g.id = t.id OR EXISTS { MATCH (g)-[b:BROADER]->(t) WHERE b.key IS NOT NULL })
WITH DISTINCT c, t
MATCH (o:City)-[s:PARTNER_IN|COORDINATES]->(y:Activity)-[h:FOCUSES_ON]->(i:FocusArea)
WHERE s.key IS NOT NULL AND h.key IS NOT NULL AND o.id <> c.id
  AND (i.id = t.id OR EXISTS { MATCH (i)-[b:BROADER]->(t) WHERE b.key IS NOT NULL })
  AND NOT EXISTS {
    MATCH (c)-[k:PARTNER_IN|COORDINATES]->(z:Activity)<-[l:PARTNER_IN|COORDINATES]-(o)
    WHERE k.key IS NOT NULL AND l.key IS NOT NULL AND z.kind = 'Project'
  }
WITH o.id AS id, o.name AS name, count(DISTINCT t.id) AS themes, count(DISTINCT y.id) AS projects
RETURN name, themes, projects, id
ORDER BY themes DESC, projects DESC, name, id
