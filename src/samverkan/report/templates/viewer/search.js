// The search: names as people write them. "gavle", "Gävle kommun" and an alias all find Gävle; Habo and Håbo stay two.
const query = byId('nv-query'), hitList = byId('nv-hits');
const foldCase = text => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
const foldAccents = text => foldCase(text).replaceAll('ø', 'o').replaceAll('æ', 'ae').normalize('NFKD').replace(/\p{M}/gu, '');
const SUFFIX = / (kommun|stad)$/;

const FOUND = [
  ...NODES.map(n => ({ id: n.id, name: n.name, kind: n.kind, weight: n.importance, family: n.family, names: [n.name, n.short, ...n.others] })),
  ...THEMES.map(t => ({ id: t.id, name: t.name, kind: T.theme_is, weight: t.own.size, family: null, names: [t.name, ...t.others] })),
].map(f => ({ ...f, exact: f.names.map(foldCase), plain: f.names.map(foldAccents) }));

// How well an entry fits what is written, from 0 (it is its name) on; nothing if it does not.
function fit(entry, exact, plain) {
  if (entry.id === exact) return 0;
  if (entry.exact[0] === exact) return 1;
  if (entry.exact.includes(exact)) return 2;
  if (entry.plain.includes(plain)) return 3;
  const parts = [n => n.startsWith(plain), n => n.includes(` ${plain}`) || n.includes(`-${plain}`), n => n.includes(plain)];
  const stage = parts.findIndex(test => entry.plain.some(test));
  return stage < 0 ? null : 4 + stage;
}

function search(text) {
  const written = foldCase(text);
  if (!written) return [];
  for (const exact of [written, written.replace(SUFFIX, '')]) {
    const plain = foldAccents(exact);
    const hits = FOUND.map(entry => [fit(entry, exact, plain), entry]).filter(([stage]) => stage !== null);
    if (hits.length) {
      hits.sort(([a, x], [b, y]) => a - b || y.weight - x.weight || order.compare(x.name, y.name));
      return hits.slice(0, 12).map(([, entry]) => entry);
    }
  }
  return [];
}

let hits = [], current = -1;
function closeHits() {
  hitList.hidden = true;
  query.setAttribute('aria-expanded', 'false');
  query.removeAttribute('aria-activedescendant');
  current = -1;
}

function showHits() {
  hits = search(query.value);
  current = -1;
  query.removeAttribute('aria-activedescendant');
  hitList.replaceChildren(...hits.map((entry, place) => {
    const hit = make('li', { role: 'option', id: `nv-hit-${place}`, 'aria-selected': 'false' },
      entry.family === null ? null : icon(entry.family), make('span', {}, entry.name), make('small', {}, entry.kind));
    hit.addEventListener('pointerdown', event => { event.preventDefault(); take(entry); });
    return hit;
  }));
  hitList.hidden = !hits.length;
  query.setAttribute('aria-expanded', String(hits.length > 0));
  if (query.value.trim()) say(hits.length ? fill(T.n_hits, { n: hits.length }) : T.no_hits);
  byId('nv-none').hidden = hits.length > 0 || !query.value.trim();
}

function take(entry) {
  query.value = entry.name;
  closeHits();
  go(entry.id);
}

function moveTo(place) {
  if (!hits.length) return;
  current = (place + hits.length) % hits.length;
  [...hitList.children].forEach((hit, at) => hit.setAttribute('aria-selected', String(at === current)));
  query.setAttribute('aria-activedescendant', `nv-hit-${current}`);
  hitList.children[current].scrollIntoView({ block: 'nearest' });
}

query.addEventListener('input', showHits);
query.addEventListener('focus', () => { if (query.value.trim() && hitList.hidden) query.select(); });
query.addEventListener('blur', closeHits);
query.addEventListener('keydown', event => {
  if (event.key === 'ArrowDown') { event.preventDefault(); if (hitList.hidden) showHits(); moveTo(current + 1); }
  else if (event.key === 'ArrowUp') { event.preventDefault(); moveTo(current < 0 ? -1 : current - 1); }
  else if (event.key === 'Enter' && hits.length && !hitList.hidden) { event.preventDefault(); take(hits[Math.max(current, 0)]); }
  else if (event.key === 'Escape') {
    event.stopPropagation();
    if (!hitList.hidden) closeHits();
    else { query.value = ''; byId('nv-none').hidden = true; go(''); }
  }
});
