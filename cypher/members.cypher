// Who are the members of a programme or network, and since when?
// sv: Vilka är medlemmar i ett program eller nätverk, och sedan när?
// $activity: Programme|Network|ResearchSchool = programme:klimatneutrala-stader-2030 — the programme or network | programmet eller nätverket
MATCH (m)-[r:MEMBER_OF]->(a:Activity {id: $activity})
WHERE r.key IS NOT NULL
RETURN m.name AS name, m.kind AS kind, r.start AS start, r.`end` AS `end`, r.role AS role, m.id AS id
ORDER BY start, name, id
