// Who took part in an event?
// sv: Vilka deltog i ett evenemang?
// $event: Event = event:minimote-borlange-2022 — the event | evenemanget
MATCH (p)-[r:TOOK_PART_IN]->(e:Activity {id: $event})
WHERE r.key IS NOT NULL
RETURN p.name AS name, p.kind AS kind, r.start AS start, r.role AS role, p.id AS id
ORDER BY kind, name, start, id
