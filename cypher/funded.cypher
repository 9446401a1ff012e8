// What does somebody pay for, with how much?
// sv: Vad finansierar en aktör, och med hur mycket?
// $funder: City|Organisation|Programme = agency:energimyndigheten — the agency, foundation or programme | myndigheten, stiftelsen eller programmet
MATCH (f {id: $funder})-[r:FUNDS]->(x)
WHERE r.key IS NOT NULL
RETURN x.name AS name, x.kind AS kind, r.start AS start, r.`end` AS `end`, r.amount AS amount, r.role AS role, x.id AS id
ORDER BY start, name, id
