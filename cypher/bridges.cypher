// Which organisations are in the initiatives of several cities within a programme?
// sv: Vilka organisationer är med i flera städers satsningar inom ett program?
// $programme: Programme|Network|Project = programme:klimatneutrala-stader-2030 — the programme | programmet
// $at_least: whole number >= 1 = 3 — how many cities at least | minst så många städer
MATCH (o:Organisation)-[r:PARTNER_IN|COORDINATES]->(x:Activity)<-[s:PARTNER_IN|COORDINATES]-(c:City),
  (x)-[t:PART_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL AND s.key IS NOT NULL AND t.key IS NOT NULL
WITH o.id AS id, o.name AS name, o.kind AS kind, count(DISTINCT c.id) AS cities, count(DISTINCT x.id) AS initiatives
WHERE cities >= $at_least
RETURN name, kind, cities, initiatives, id
ORDER BY cities DESC, initiatives DESC, name, id
