// Who are the partners of a project, network or research school?
// sv: Vilka är parter i ett projekt, ett nätverk eller en forskarskola?
// $activity: Project|Network|Programme|ResearchSchool = project:klimatneutrala-gavle-2030 — the project | projektet
MATCH (p)-[r:PARTNER_IN]->(a:Activity {id: $activity})
WHERE r.key IS NOT NULL
RETURN p.name AS name, p.kind AS kind, r.start AS start, r.`end` AS `end`, r.role AS role, p.id AS id
ORDER BY name, start, id
