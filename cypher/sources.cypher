// Which sources tell of the relations of a city, an organisation or an activity?
// sv: Vilka källor berättar om en stads, en organisations eller en aktivitets relationer?
// $who: City|Organisation|Activity|Person = city:gavle — whose | vems
MATCH (a {id: $who})-[r]-(b), (s:Source)
WHERE r.key IS NOT NULL AND s.hash IS NOT NULL AND s.id IN r.sources
RETURN s.name AS name, s.publisher AS publisher, s.published AS published, count(DISTINCT r.key) AS relations,
  s.url AS url, s.id AS id
ORDER BY relations DESC, name, id
