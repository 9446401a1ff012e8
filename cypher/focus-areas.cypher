// Which focus areas does a city, an organisation or a project have, and which themes do they belong to?
// sv: Vilka fokusområden har en stad, en organisation eller ett projekt, och vilka teman hör de till?
// $who: City|Organisation|Activity = project:klimatneutrala-gavle-2030 — whose | vems
MATCH (w {id: $who})-[r:FOCUSES_ON]->(f:FocusArea)
WHERE r.key IS NOT NULL
OPTIONAL MATCH (f)-[b:BROADER]->(t:FocusArea)
WHERE b.key IS NOT NULL
RETURN CASE WHEN f.kind = 'Theme' THEN f.name ELSE t.name END AS theme,
  CASE WHEN f.kind = 'Theme' THEN null ELSE f.name END AS focus_area, r.start AS start, r.`end` AS `end`, f.id AS id
ORDER BY theme, focus_area, start, id
