// Who leads a project, network, programme or research school?
// sv: Vem leder ett projekt, ett nätverk, ett program eller en forskarskola?
// $activity: Project|Network|Programme|ResearchSchool = project:klimatneutrala-gavle-2030 — the project | projektet
MATCH (l)-[r:COORDINATES]->(a:Activity {id: $activity})
WHERE r.key IS NOT NULL
RETURN l.name AS name, l.kind AS kind, r.start AS start, r.`end` AS `end`, r.role AS role, l.id AS id
ORDER BY kind, name, start, id
