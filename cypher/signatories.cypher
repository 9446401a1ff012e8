// Who has signed an agreement, how many times, first and last?
// sv: Vilka har skrivit under ett avtal, hur många gånger, först och senast?
// $agreement: Agreement = agreement:klimatkontrakt-2030 — the agreement | avtalet
MATCH (w)-[r:SIGNED]->(a:Activity {id: $agreement})
WHERE r.key IS NOT NULL
RETURN w.name AS name, w.kind AS kind, count(r.key) AS times, min(r.start) AS first, max(r.start) AS last, w.id AS id
ORDER BY kind, name, id
