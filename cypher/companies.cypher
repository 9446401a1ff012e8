// Which companies are active in a city, or plan to be?
// sv: Vilka företag är verksamma i en stad, eller planerar att bli det?
// $city: City = city:gavle — the city | staden
MATCH (o:Organisation)-[r:LOCATED_IN|COLLABORATES_WITH]-(c:City {id: $city})
WHERE r.key IS NOT NULL AND o.kind = 'Company'
RETURN o.name AS name, o.sector AS sector, type(r) AS type, r.start AS start, r.role AS role, o.id AS id
ORDER BY name, type, start, id
