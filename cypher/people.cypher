// Which people have a post at a city, an organisation or an activity?
// sv: Vilka personer har en post hos en stad, en organisation eller en aktivitet?
// $who: City|Organisation|Activity = city:gavle — where | var
MATCH (p:Person)-[r:WORKS_FOR]->(x {id: $who})
WHERE r.key IS NOT NULL
RETURN p.name AS name, r.role AS role, r.start AS start, r.`end` AS `end`, p.id AS id
ORDER BY name, start, id
