// Who hosts and who pays for a programme, and for how long?
// sv: Vilka är värdar för ett program, och vilka finansierar det, och hur länge?
// $activity: Activity = programme:viable-cities — the programme | programmet
MATCH (w)-[r:HOSTS|FUNDS]->(a:Activity {id: $activity})
WHERE r.key IS NOT NULL
RETURN type(r) AS type, w.name AS name, w.kind AS kind, r.start AS start, r.`end` AS `end`, r.amount AS amount,
  r.role AS role, w.id AS id
ORDER BY type DESC, name, start, id
