// Which workshops and other events has somebody arranged?
// sv: Vilka workshoppar och andra evenemang har någon arrangerat?
// $host: City|Organisation|Person|Activity = programme:viable-cities — who | vem
MATCH (h {id: $host})-[r:HOSTS]->(e:Activity)
WHERE r.key IS NOT NULL AND e.kind = 'Event'
RETURN e.name AS name, e.start AS start, e.`end` AS `end`, r.role AS role, e.id AS id
ORDER BY start, name, id
