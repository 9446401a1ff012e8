// Which posts does a person have, and what has the person taken part in?
// sv: Vilka poster har en person, och vad har personen deltagit i?
// $person: Person — the person | personen
MATCH (p:Person {id: $person})-[r]->(x)
WHERE r.key IS NOT NULL
RETURN type(r) AS type, x.name AS name, x.kind AS kind, r.start AS start, r.`end` AS `end`, r.role AS role, x.id AS id
ORDER BY type DESC, start, name, id
