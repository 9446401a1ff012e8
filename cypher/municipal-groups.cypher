// Which municipal companies are in a programme together with their city?
// sv: Vilka kommunala bolag är med i ett program tillsammans med sin stad?
// $programme: Programme|Network|ResearchSchool = programme:viable-cities — the programme | programmet
MATCH (c:City)-[r:MEMBER_OF|PARTNER_IN]->(p:Activity {id: $programme})<-[s:MEMBER_OF|PARTNER_IN]-(o:Organisation),
  (o)-[l:LOCATED_IN]->(c)
WHERE r.key IS NOT NULL AND s.key IS NOT NULL AND l.key IS NOT NULL AND o.sector = 'municipal-company'
RETURN DISTINCT c.name AS city, r.start AS city_start, r.role AS city_role, o.name AS name, s.start AS start,
  s.role AS role, c.id AS city_id, o.id AS id
ORDER BY city, name, city_start, start, city_role, role, city_id, id
