// What is an actor or a person in, in which capacity and since when?
// sv: Vad är en aktör eller en person med i, på vilket sätt och sedan när?
// $who: City|Organisation|Person|Activity = city:gavle — the city, organisation or person | staden, organisationen eller personen
MATCH (w {id: $who})-[r:MEMBER_OF|PARTNER_IN|COORDINATES|SIGNED|TOOK_PART_IN|HOSTS]->(a:Activity)
WHERE r.key IS NOT NULL
RETURN a.name AS name, a.kind AS kind, type(r) AS type, r.start AS start, r.`end` AS `end`, r.role AS role, a.id AS id
ORDER BY type, start, name, id
