// Which actors are there no data on, but where they are?
// sv: Vilka aktörer saknas det uppgifter om, utom var de finns?
MATCH (a:City|Organisation)
WHERE a.hash IS NOT NULL
  AND NOT EXISTS { MATCH (a)-[r]-(b) WHERE r.key IS NOT NULL AND type(r) <> 'LOCATED_IN' }
RETURN a.name AS name, a.kind AS kind, a.county AS county, a.id AS id
ORDER BY kind, county, name, id
