// Which cities work with a theme, and in which activities?
// sv: Vilka städer arbetar med ett tema, och i vilka aktiviteter?
// $theme: Theme = theme:mobility — the theme | temat
MATCH (c:City)-[r:PARTNER_IN|COORDINATES]->(x:Activity)-[f:FOCUSES_ON]->(g:FocusArea)
WHERE r.key IS NOT NULL AND f.key IS NOT NULL
  AND (g.id = $theme OR EXISTS { MATCH (g)-[b:BROADER]->(t:FocusArea {id: $theme}) WHERE b.key IS NOT NULL })
RETURN DISTINCT c.name AS name, x.name AS activity, g.name AS focus_area, c.id AS id, x.id AS activity_id, g.id AS focus_area_id
ORDER BY name, activity, focus_area, id, activity_id, focus_area_id
