// Which activities end, or ended, between two dates?
// sv: Vilka aktiviteter slutar, eller slutade, mellan två datum?
// $from: date = 2024 — the first day, month or year | första dagen, månaden eller året
// $to: date >= $from = 2030 — the last | den sista
//
// Each date is compared as precisely as the two are known: one that is known by its year is in all of that year.
MATCH (a:Activity)
WHERE a.hash IS NOT NULL AND a.`end` IS NOT NULL
  AND a.`end` >= left($from, size(a.`end`)) AND left(a.`end`, size($to)) <= $to
RETURN a.name AS name, a.kind AS kind, a.start AS start, a.`end` AS `end`, a.id AS id
ORDER BY `end`, name, id
