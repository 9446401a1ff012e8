// Which municipalities are there in a county, and are they members of a programme?
// sv: Vilka kommuner finns det i ett län, och är de medlemmar i ett program?
// $county: City.county = Gävleborgs län — the county | länet
// $programme: Programme|Network = programme:klimatneutrala-stader-2030 — the programme | programmet
MATCH (c:City)
WHERE c.hash IS NOT NULL AND c.county = $county
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(p:Activity {id: $programme})
WHERE r.key IS NOT NULL
RETURN c.name AS name, c.population AS population, r.start AS member_since, c.id AS id
ORDER BY name, member_since, id
