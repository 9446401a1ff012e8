// {city} is not known to share a small project, a small network or a pairing with any other city of {programme}, though it is known to work with others ({partners}).
// sv: {city} har veterligen inget litet projekt, litet nätverk eller tvillingstadsband gemensamt med någon annan stad i {programme}, fast det är känt att staden arbetar med andra ({partners}).
// type: isolated
// severity: 3, 4 from 8
// weight: actors that it works with
// measure: member cities that it is known to work with | medlemsstäder som den har ett känt samarbete med
// $programme: Programme — the programme | programmet
//
// Two work together who are in one Project, whatever its size; in a Network or ResearchSchool of at most 15 known
// actors, and 25 if its size is known; in a Programme whose size is known and at most 25; or directly. A member with
// which nobody is known to work is none: of it nothing is known.
MATCH (a:City|Organisation)-[r:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)
WHERE r.key IS NOT NULL
WITH x, count(DISTINCT a.id) AS known
WHERE x.kind = 'Project' OR (x.kind IN ['Network', 'ResearchSchool'] AND known <= 15 AND coalesce(x.size, 0) <= 25)
  OR (x.kind = 'Programme' AND x.size <= 25)
WITH collect(x.id) AS together
MATCH (m:City)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL
WITH DISTINCT m, p, together
OPTIONAL MATCH (m)-[s:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)<-[t:PARTNER_IN|COORDINATES|MEMBER_OF]-(o:City|Organisation)
WHERE s.key IS NOT NULL AND t.key IS NOT NULL AND x.id IN together AND o.id <> m.id
WITH m, p, collect(DISTINCT o.id) AS beside
OPTIONAL MATCH (m)-[d:TWINNED_WITH|COLLABORATES_WITH]-(o:City|Organisation)
WHERE d.key IS NOT NULL
WITH m, p, beside, collect(DISTINCT o.id) AS direct
MATCH (n:City|Organisation)
WHERE n.hash IS NOT NULL AND (n.id IN beside OR n.id IN direct)
OPTIONAL MATCH (n)-[u:MEMBER_OF]->(q:Activity {id: $programme})
WHERE u.key IS NOT NULL AND n.kind = 'City'
WITH m, p, count(DISTINCT n.id) AS partners, count(DISTINCT u.key) AS members
WHERE members = 0
RETURN m.id AS who, m.id AS city, p.id AS programme, partners, members AS measure, 1 AS expected, partners AS weight
ORDER BY weight DESC, who
