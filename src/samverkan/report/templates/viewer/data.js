// The figure's data as it stands in the page, and small helpers. Everything that a reader sees of it is text, never markup.
const byId = id => document.getElementById(id);
byId('network').classList.add('nv-on');
const DATA = JSON.parse(byId('figure-data').textContent);
const T = DATA.texts;
const TYPES = DATA.types.map(([name, forward, backward]) => ({ name, forward, backward }));

const NODES = DATA.nodes.map((row, place) => ({
  place, id: row[0], name: row[1], kind: DATA.kinds[row[2]], family: row[3], short: row[4] || row[1], county: row[5],
  country: row[6], others: row[7], importance: row[8], data: row[9], population: row[10],
}));
const RELATIONS = DATA.relations.map((row, place) => ({
  place, source: row[0], type: row[1], target: row[2], start: row[3], end: row[4], role: row[5], sources: row[6], year: row[7],
}));
const THEMES = DATA.themes.map((row, place) => ({
  place, id: row[0], name: row[1], wider: row[2], others: row[3], through: row[4], own: new Map(),
}));
const SUGGESTIONS = DATA.suggestions.map(row => ({
  subject: row[0], target: row[1], purpose: row[2], rank: row[3], reasons: row[4], way: row[5], known: row[6] === 1, data: row[7],
}));
const GAPS = DATA.gaps.rows.map((row, place) => ({ place, type: row[0], text: row[1], nodes: row[2], lines: row[3], by: row[4] }));
const LARGE = Boolean(DATA.groups);

const PLACE = new Map(NODES.map(n => [n.id, n.place]));
const THEME_PLACE = new Map(THEMES.map(t => [t.id, t.place]));

// Of each node: its relations, with who is at the other end; what it works with; what is suggested to it, and it to whom.
for (const n of NODES) Object.assign(n, { relations: [], focus: [], suggested: [], suggestedTo: [], gaps: [] });
for (const r of RELATIONS) {
  NODES[r.source].relations.push({ relation: r, other: r.target, forward: true });
  NODES[r.target].relations.push({ relation: r, other: r.source, forward: false });
}
for (const [node, theme, start, end, role, sources] of DATA.focus) {
  const tie = { theme, start, end, role, sources };
  NODES[node].focus.push(tie);
  for (let t = theme; t !== null; t = THEMES[t].wider) if (!THEMES[t].own.has(node)) THEMES[t].own.set(node, tie);
}
for (const s of SUGGESTIONS) {
  NODES[s.subject].suggested.push(s);
  NODES[s.target].suggestedTo.push(s);
}
for (const g of GAPS) for (const node of g.nodes) NODES[node].gaps.push(g);

// Who works with a theme or a part of it: by themselves, or because an activity that they are in does.
function workingWith(theme) {
  const through = new Set();
  for (const t of THEMES) if (t.place === theme || t.wider === theme) t.through.forEach(node => through.add(node));
  const own = new Set(THEMES[theme].own.keys());
  own.forEach(node => through.delete(node));
  return { own, through };
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
const number = value => value.toLocaleString(DATA.lang === 'sv' ? 'sv-SE' : 'en-GB');
const order = new Intl.Collator(DATA.lang === 'sv' ? 'sv' : 'en', { numeric: true });
const ties = n => (n === 1 ? T.one_tie : fill(T.n_ties, { n: number(n) }));

// Make an element: attributes, `on` for clicks, and children that are elements or text.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'on') element.addEventListener('click', value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';
function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The mark of a family, for lists.
function icon(family) {
  const { name, polygon } = DATA.families[family];
  const shape = polygon.length
    ? makeSvg('polygon', { points: polygon.map(([x, y]) => `${x * 6.4},${y * 6.4}`).join(' ') })
    : makeSvg('circle', { r: 6 });
  shape.setAttribute('class', `nv-${name}`);
  return makeSvg('svg', { class: 'nv-icon', viewBox: '-9 -9 18 18', 'aria-hidden': 'true' }, shape);
}
