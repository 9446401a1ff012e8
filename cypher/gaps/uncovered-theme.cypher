// {city} is not known to work with {theme}; of the {peers} comparable cities whose themes are known, {working} do ({share%}).
// sv: Det är inte känt att {city} arbetar med {theme}; av de {peers} jämförbara städer vars teman är kända gör {working} det ({share%}).
// type: uncovered-theme
// severity: 3, 4 from 0.75
// weight: share of the peers that work in the theme
// measure: activities in the theme; expected is the share of the peers that work in it | aktiviteter inom temat; förväntat är den andel av de jämförbara städerna som arbetar med det
// each: who, theme
// $peers_at_least: whole number = 5 — how many peers at least | minst så många jämförbara städer
// $share_at_least: number = 0.6 — the share of them that works in the theme | andelen av dem som arbetar med temat
//
// Of a kind are cities of one main group of SKR (A: large cities and municipalities near them, B: larger cities, C:
// smaller towns and countryside). A city works with a theme that it has itself, or that a project, network or research
// school has that it works in. Whose themes nobody has collected is neither asked nor a peer.
MATCH (c:City)
WHERE c.hash IS NOT NULL AND c.skr_group IS NOT NULL
OPTIONAL MATCH (c)-[r:FOCUSES_ON]->(g:FocusArea)
WHERE r.key IS NOT NULL
OPTIONAL MATCH (g)-[b:BROADER]->(w:FocusArea)
WHERE b.key IS NOT NULL
WITH c, collect(DISTINCT coalesce(w.id, g.id)) AS own
OPTIONAL MATCH (c)-[r:PARTNER_IN|COORDINATES|MEMBER_OF]->(x:Activity)-[f:FOCUSES_ON]->(g:FocusArea)
WHERE r.key IS NOT NULL AND f.key IS NOT NULL AND x.kind IN ['Project', 'Network', 'ResearchSchool']
OPTIONAL MATCH (g)-[b:BROADER]->(w:FocusArea)
WHERE b.key IS NOT NULL
WITH c, own, collect(DISTINCT coalesce(w.id, g.id)) AS through
WHERE size(own) + size(through) > 0
MATCH (t:FocusArea)
WHERE t.hash IS NOT NULL AND t.kind = 'Theme'
WITH left(c.skr_group, 1) AS main, t.id AS theme, count(c.id) AS known,
  sum(CASE WHEN t.id IN own OR t.id IN through THEN 1 ELSE 0 END) AS working,
  collect(CASE WHEN t.id IN own OR t.id IN through THEN NULL ELSE c.id END) AS lacking
WITH theme, known - 1 AS peers, working, 1.0 * working / (known - 1) AS share, lacking
WHERE peers >= $peers_at_least AND share >= $share_at_least
UNWIND lacking AS city
RETURN city AS who, city, theme, peers, working, share, 0 AS measure, share AS expected, share AS weight
ORDER BY weight DESC, theme, who
