// The list beside the picture: what is chosen, in words. It says all that the picture shows, and from where it is known.
const panel = byId('nv-panel');
const FIRST = narrow() ? 3 : 8; // entries of a list before the rest is asked for

function showPanel() {
  const references = new References();
  const parts = state.chosen !== null ? nodePanel(NODES[state.chosen], references)
    : state.theme !== null ? themePanel(THEMES[state.theme], references)
      : state.gap !== null ? gapPanel(GAPS[state.gap], references)
        : wholePanel();
  panel.replaceChildren(...parts.filter(Boolean));
  panel.classList.toggle('nv-whole', state.chosen === null && state.theme === null && state.gap === null);
  const list = references.list();
  if (list) panel.append(list);
  panel.scrollTop = 0;
}

const linkTo = (id, ...children) => make('a', { href: `#${encodeURIComponent(id).replaceAll('%3A', ':')}`, class: 'nv-link' }, ...children);
const nodeLink = place => linkTo(NODES[place].id, icon(NODES[place].family), make('span', {}, NODES[place].name));
const section = (heading, count, ...children) => make('section', { class: 'nv-section' },
  make('h4', {}, heading, count === null ? null : make('span', { class: 'nv-count' }, ` ${number(count)}`)), ...children);
function backLink() {
  const down = make('button', { type: 'button', class: 'nv-button nv-down', on: () => byId('nv-picture').scrollIntoView({ block: 'center' }) }, T.see);
  return make('p', { class: 'nv-top' }, make('a', { href: '#', class: 'nv-back' }, `← ${T.back}`), narrow() ? down : null);
}

// A list whose first entries are there at once and the others on demand.
function longList(items, first = FIRST) {
  const list = make('ul', { class: 'nv-list' }, ...items.slice(0, first).map(entry => entry()));
  if (items.length <= first) return list;
  const more = make('button', { type: 'button', class: 'nv-more' }, fill(T.show_more, { n: number(items.length - first) }));
  more.addEventListener('click', () => {
    const rest = items.slice(first).map(entry => entry());
    list.append(...rest);
    more.remove();
    rest[0].querySelector('a, summary, button').focus();
  });
  return make('div', {}, list, more);
}

function period(start, end) {
  const first = start && start.slice(0, 4), last = end && end.slice(0, 4);
  if (first && last) return first === last ? first : `${first}–${last}`;
  return first ? fill(T.since, { year: first }) : last ? fill(T.until, { year: last }) : '';
}

const joined = parts => parts.filter(Boolean).join(' · ');

function nodePanel(n, references) {
  const facts = joined([n.county, n.country, n.population && fill(T.inhabitants, { n: number(n.population) })]);
  const said = n.relations.length ? (n.data === 'thin' ? T.thin : '') : T.no_ties;
  return [
    backLink(),
    make('p', { class: 'nv-kind' }, icon(n.family), make('span', {}, n.kind)),
    make('h3', {}, n.name),
    facts ? make('p', { class: 'nv-facts' }, facts) : null,
    said ? make('p', { class: 'nv-note' }, said) : null,
    ...suggestionSections(n, references),
    n.gaps.length ? section(T.gaps_about, n.gaps.length, longList(n.gaps.map(g => () => gapEntry(g)), 4)) : null,
    ...tieSections(n, references),
    n.focus.length ? section(T.themes_heading, n.focus.length, longList(n.focus.map(f => () => make('li', {},
      linkTo(THEMES[f.theme].id, make('span', {}, THEMES[f.theme].name)),
      make('span', { class: 'nv-meta' }, joined([period(f.start, f.end), f.role]), references.numbers(f.sources)))))) : null,
    n.suggestedTo.length ? section(T.suggested_to_heading, n.suggestedTo.length,
      longList(n.suggestedTo.map(s => () => make('li', {}, nodeLink(s.subject), make('span', { class: 'nv-meta' }, DATA.purposes[s.purpose][1]))))) : null,
  ];
}

// With whom it ought to talk: by what for, each with its first reason at once and the others on demand.
function suggestionSections(n, references) {
  if (!n.suggested.length) return [];
  const groups = DATA.purposes.map(([, label], purpose) => [label, n.suggested.filter(s => s.purpose === purpose)]);
  return [make('section', { class: 'nv-section nv-suggested' }, make('h4', {}, T.suggested_heading),
    ...groups.filter(([, some]) => some.length).map(([label, some]) => make('div', {}, make('h5', {}, label),
      longList(some.sort((a, b) => a.rank - b.rank).map(s => () => suggestionEntry(s, references)), narrow() ? 1 : 4))))];
}

function suggestionEntry(s, references) {
  const known = joined([s.known && T.has_tie, s.data === 'thin' && T.little, s.data === 'none' && T.unknown]);
  const between = s.way.slice(1, -1).map(place => NODES[place].name);
  const told = s.reasons.length ? null : reasonsOfPage(s, references);
  const first = told ? make('p', { class: 'nv-reason' }, ...told) : s.reasons.length ? make('p', { class: 'nv-reason' }, s.reasons[0][0], references.numbers(s.reasons[0][1])) : null;
  const rest = [
    ...s.reasons.slice(1).map(([text, sources]) => make('li', {}, text, references.numbers(sources))),
    between.length && !told ? make('li', {}, fill(T.introduced, { names: between.join(' → ') })) : null,
  ].filter(Boolean);
  return make('li', {}, nodeLink(s.target),
    known ? make('span', { class: 'nv-meta' }, known) : null,
    first,
    rest.length ? make('details', { class: 'nv-why' }, make('summary', {}, T.why,
      make('span', { class: 'nv-vh' }, ` ${NODES[s.target].name}`)), make('ul', {}, ...rest)) : null);
}

// What a row of a table of the page says, so that it is not in the page twice; nothing if there is no such row. The table may
// not be built yet: whoever builds the tables is asked for the row.
function cellOfPage(id, column, references) {
  if (!byId(id)) document.dispatchEvent(new CustomEvent('samverkan:wanted', { detail: id }));
  const row = byId(id);
  return row && row.cells && row.cells[column] ? references.retold([...row.cells[column].childNodes].map(node => node.cloneNode(true))) : null;
}

function reasonsOfPage(s, references) {
  const slug = NODES[s.subject].id.replace(/^[^:]*:/, '');
  return cellOfPage(`suggest-${slug}-${DATA.purposes[s.purpose][0]}-${s.rank}`, 4, references);
}

// Every tie that the filters let through, by how it is read from here, with when, in which role, and from where it is known.
function tieSections(n, references) {
  const some = n.relations.filter(t => counts(t.relation) && shown(t.other));
  const readings = new Map();
  for (const type of TYPES.keys()) for (const forward of [true, false]) {
    const found = some.filter(t => t.relation.type === type && t.forward === forward);
    if (!found.length) continue;
    const reading = forward ? TYPES[type].forward : TYPES[type].backward;
    readings.set(reading, [...(readings.get(reading) || []), ...found]);
  }
  if (!n.relations.length) return [];
  const hidden = n.relations.length - some.length;
  return [make('section', { class: 'nv-section' },
    make('h4', {}, T.ties_heading, make('span', { class: 'nv-count' }, ` ${number(n.relations.length)}`)),
    ...[...readings].map(([reading, found]) => make('div', {}, make('h5', {}, reading, make('span', { class: 'nv-count' }, ` ${number(found.length)}`)),
      longList(found.sort((a, b) => (b.relation.start || '').localeCompare(a.relation.start || '') || order.compare(NODES[a.other].name, NODES[b.other].name))
        .map(t => () => tieEntry(t, references))))),
    hidden ? make('p', { class: 'nv-note' }, fill(T.hidden_ties, { n: number(hidden) })) : null)];
}

const tieEntry = (t, references) => make('li', {}, nodeLink(t.other),
  make('span', { class: 'nv-meta' }, joined([period(t.relation.start, t.relation.end), t.relation.role]), references.numbers(t.relation.sources)));

function themePanel(theme, references) {
  const { own, through } = workingWith(theme.place);
  const by = (a, b) => NODES[b].importance - NODES[a].importance || order.compare(NODES[a].name, NODES[b].name);
  const parts = THEMES.filter(t => t.wider === theme.place).sort((a, b) => order.compare(a.name, b.name));
  const entry = place => () => make('li', {}, nodeLink(place),
    theme.own.has(place) ? make('span', { class: 'nv-meta' }, joined([
      theme.own.get(place).theme !== theme.place && THEMES[theme.own.get(place).theme].name,
      period(theme.own.get(place).start, theme.own.get(place).end)]), references.numbers(theme.own.get(place).sources)) : null);
  const group = (heading, places) => section(heading, places.length,
    places.length ? longList(places.sort(by).map(entry), 12) : make('p', { class: 'nv-note' }, T.nobody));
  return [
    backLink(),
    make('p', { class: 'nv-kind' }, make('span', {}, theme.wider === null ? T.theme_is : fill(T.theme_part, { theme: THEMES[theme.wider].name }))),
    make('h3', {}, theme.name),
    group(T.theme_own, [...own].filter(shown)),
    through.size ? group(T.theme_through, [...through].filter(shown)) : null,
    parts.length ? section(T.theme_parts, parts.length, longList(parts.map(t => () => make('li', {}, linkTo(t.id, make('span', {}, t.name)))))) : null,
  ];
}

const gapEntry = g => make('li', {}, make('a', { href: `#gap:${g.place}`, class: 'nv-link nv-gap' }, make('span', {}, g.text)));

function gapPanel(gap, references) {
  const about = new Set(gap.nodes);
  const others = [...new Set(gap.lines.flat())].filter(place => !about.has(place));
  const links = places => make('ul', { class: 'nv-list' }, ...places.map(place => make('li', {}, nodeLink(place))));
  const [help, sources] = [3, 7].map(column => cellOfPage(`gap:${gap.place}`, column, references));
  return [
    backLink(),
    make('p', { class: 'nv-kind' }, make('span', {}, T.gaps_heading)),
    make('h3', {}, DATA.gaps.types[gap.type]),
    make('p', { class: 'nv-lead' }, gap.text, ...sources || []),
    gap.nodes.length ? section(T.gap_about, null, longList(gap.nodes.map(place => () => make('li', {}, nodeLink(place))), 12)) : null,
    ...help ? [help.length ? make('p', { class: 'nv-help' }, ...help) : null] : [
      others.length ? section(T.gap_fill, null, links(others)) : null,
      gap.by.length ? section(T.gap_by, null, links(gap.by)) : null,
    ],
  ];
}

function wholePanel() {
  const most = NODES.filter(n => n.relations.length).sort((a, b) => b.relations.length - a.relations.length || a.place - b.place);
  const types = DATA.gaps.types.map((label, type) => [label, GAPS.filter(g => g.type === type)]);
  return [
    make('h3', {}, T.read_heading),
    make('p', { class: 'nv-lead' }, T.read),
    GAPS.length ? make('section', { class: 'nv-section' },
      make('h4', {}, T.gaps_heading, make('span', { class: 'nv-count' }, ` ${number(GAPS.length)}`)),
      ...types.map(([label, some], type) => make('details', { class: 'nv-type', open: type === 0 },
        make('summary', {}, make('span', {}, label), make('span', { class: 'nv-count' }, ` ${number(some.length)}`)),
        longList(some.map(g => () => gapEntry(g)), 5)))) : null,
    section(T.most_heading, null, longList(most.slice(0, 30).map(n => () => make('li', {}, nodeLink(n.place),
      make('span', { class: 'nv-number' }, number(n.relations.length)))), 12)),
  ];
}
