// The legend as filter, kinds of ties, the year, and the theme as colour.
const legend = byId('nv-legend'), tieTypes = byId('nv-types'), years = byId('nv-year'), themes = byId('nv-theme');

function filtered() {
  applyFilters();
  byId('nv-reset').hidden = !state.off.size && !state.offTypes.size && state.until === null;
  paint({ move: false });
  showPanel();
  const nodesShown = SPOTS.filter((_, place) => visible(place)).length;
  say(fill(T.status_filter, { n: number(nodesShown), ties: number(EDGES.filter(drawnEdge).length) }));
}

function toggle(set, key, on) {
  if (on) set.delete(key);
  else set.add(key);
  filtered();
}

legend.addEventListener('change', event => toggle(state.off, Number(event.target.value), event.target.checked));

const typesThere = [...TYPES.keys()].filter(type => RELATIONS.some(r => r.type === type));
for (const type of typesThere) {
  const input = make('input', { type: 'checkbox', checked: true, value: type });
  const count = RELATIONS.filter(r => r.type === type).length;
  tieTypes.append(make('li', {}, make('label', {}, input, make('span', {}, TYPES[type].forward), make('span', { class: 'nv-number' }, number(count)))));
}
tieTypes.addEventListener('change', event => toggle(state.offTypes, Number(event.target.value), event.target.checked));

function yearChosen() {
  const year = Number(years.value);
  state.until = year >= Number(years.max) ? null : year;
  byId('nv-year-now').textContent = year;
  years.setAttribute('aria-valuetext', year);
}
if (years) {
  yearChosen();
  const undated = RELATIONS.filter(r => r.year === null).length;
  byId('nv-undated').textContent = fill(T.undated, { n: number(undated) });
  years.addEventListener('input', () => { yearChosen(); filtered(); });
}

themes.addEventListener('change', () => go(themes.value));

byId('nv-reset').addEventListener('click', () => {
  state.off.clear();
  state.offTypes.clear();
  for (const input of [...legend.querySelectorAll('input'), ...tieTypes.querySelectorAll('input')]) input.checked = true;
  if (years) { years.value = years.max; yearChosen(); }
  filtered();
  legend.querySelector('input').focus();
});
