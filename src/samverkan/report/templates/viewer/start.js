// Where the page is: an address that ends in #city:gavle, #theme:energy or #gap:3 shows that, and going back shows what was before.
const status = byId('nv-status');
const say = text => { status.textContent = text; };

// An address that somebody broke ("#100%") means nothing here, as it stands.
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function target(hash) {
  const id = decoded(hash.replace(/^#/, ''));
  if (PLACE.has(id)) return { chosen: PLACE.get(id), theme: null, gap: null };
  if (THEME_PLACE.has(id)) return { chosen: null, theme: THEME_PLACE.get(id), gap: null };
  const gap = /^gap:(\d+)$/.exec(id);
  if (gap && GAPS[Number(gap[1])]) return { chosen: null, theme: null, gap: Number(gap[1]) };
  return id === '' ? { chosen: null, theme: null, gap: null } : null;
}

// Show what an address means, if it means something here; tell it to a reader who does not see.
function show(found) {
  const same = ['chosen', 'theme', 'gap'].every(name => state[name] === found[name]);
  if (same) return;
  Object.assign(state, found);
  paint();
  showPanel();
  themes.value = state.theme === null ? '' : THEMES[state.theme].id;
  hideTip();
  say(spoken());
  const id = state.chosen === null ? null : NODES[state.chosen].id;
  for (const path of document.querySelectorAll('.map [data-id]')) path.classList.toggle('map-chosen', path.dataset.id === id);
}

function spoken() {
  if (state.chosen !== null) {
    const n = NODES[state.chosen];
    return fill(T.status_chosen, { name: n.name, kind: n.kind, ties: number(n.relations.length), suggested: number(n.suggested.length) });
  }
  if (state.theme !== null) {
    const { own, through } = workingWith(state.theme);
    return fill(T.status_theme, { name: THEMES[state.theme].name, n: number(own.size + through.size) });
  }
  return state.gap !== null ? fill(T.status_gap, { text: GAPS[state.gap].text }) : T.status_whole;
}

// Go to an id, or to the whole network, as one step that can be taken back.
function go(id) {
  const found = target(id);
  if (!found) return false;
  const hash = id === '' ? '#' : `#${encodeURIComponent(id).replaceAll('%3A', ':')}`;
  if (decoded(location.hash) !== decoded(hash === '#' ? '' : hash)) {
    history.replaceState({ y: scrollY }, ''); // where tables.js puts who comes back
    history.pushState(null, '', hash);
  }
  show(found);
  if (narrow()) panel.scrollIntoView({ block: 'start' });
  return true;
}

const arrive = () => { const found = target(location.hash); if (found) show(found); };
addEventListener('popstate', arrive);
addEventListener('hashchange', arrive);

const viewer = byId('network');
document.addEventListener('click', event => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const id = decoded(link.getAttribute('href').slice(1));
  if (id === '' ? !viewer.contains(link) : !target(id)) return;
  event.preventDefault();
  const inside = viewer.contains(link);
  go(id);
  if (!inside) viewer.scrollIntoView({ block: 'start' });
  panel.focus({ preventScroll: true });
});

for (const map of document.querySelectorAll('.map')) map.addEventListener('click', event => {
  if (event.target.dataset.id && go(event.target.dataset.id)) viewer.scrollIntoView({ block: 'start' });
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && viewer.contains(document.activeElement)) go('');
});

// ---- the picture under the pointer

const tip = byId('nv-tip');
function hideTip() { tip.hidden = true; }

function edgeAt(x, y) {
  const view = viewOf();
  const away = e => {
    const [x1, y1] = view.at(SPOTS[e.a]), [x2, y2] = view.at(SPOTS[e.b]);
    const dx = x2 - x1, dy = y2 - y1, along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
  };
  const some = state.chosen === null ? [] : EDGES_OF[state.chosen] || [];
  return LARGE ? null : some.filter(drawnEdge).map(e => [away(e), e]).filter(([far]) => far < 4).sort((a, b) => a[0] - b[0]).map(([, e]) => e)[0] || null;
}

function relationText(r) {
  return `${NODES[r.source].name} ${TYPES[r.type].forward} ${NODES[r.target].name}${period(r.start, r.end) ? ` (${period(r.start, r.end)})` : ''}`;
}

function tipFor(place, edge) {
  if (place !== null && LARGE && !lit) return [make('b', {}, DATA.groups[place][0]), make('span', {}, fill(T.members, { n: number(DATA.groups[place][2]) }))];
  if (place !== null) return [make('b', {}, NODES[place].name), make('span', {}, joined([NODES[place].kind, ties(NODES[place].relations.length)]))];
  const some = edge.relations.filter(counts);
  return [some.length > 1 ? make('b', {}, fill(T.several, { n: some.length })) : null, ...some.map(r => make('span', {}, relationText(r)))].filter(Boolean);
}

box.addEventListener('pointermove', event => {
  if (event.buttons || event.pointerType === 'touch') { hideTip(); return; }
  const area = box.getBoundingClientRect(), x = event.clientX - area.left, y = event.clientY - area.top;
  const place = nodeAt(x, y), edge = place === null ? edgeAt(x, y) : null;
  box.classList.toggle('nv-over', place !== null);
  tip.hidden = place === null && edge === null;
  if (tip.hidden) return;
  tip.replaceChildren(...tipFor(place, edge));
  tip.style.left = `${Math.max(4, Math.min(x + 14, area.width - tip.offsetWidth - 6))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > area.height ? y - tip.offsetHeight - 8 : y + 16}px`;
});
box.addEventListener('pointerleave', hideTip);

// A click chooses, unless the picture was dragged in between.
let pressed = null;
box.addEventListener('pointerdown', event => { pressed = [event.clientX, event.clientY]; });
box.addEventListener('click', event => {
  if (pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 5) return;
  const area = box.getBoundingClientRect();
  const place = nodeAt(event.clientX - area.left, event.clientY - area.top);
  if (place === null) go('');
  else if (!LARGE || lit) go(NODES[place].id);
});

byId('nv-zoom-in').addEventListener('click', () => zoom(1.35));
byId('nv-zoom-out').addEventListener('click', () => zoom(1 / 1.35));
byId('nv-zoom-all').addEventListener('click', () => { fitAll(); net.redraw(); });

// On a narrow screen a finger scrolls the page, until it is told to move the picture.
const touch = byId('nv-touch');
let moves = true;
function setMoves(on) {
  moves = on;
  net.setOptions({ interaction: { dragView: on, zoomView: on } });
  box.classList.toggle('nv-still', !on);
  touch.setAttribute('aria-pressed', String(on));
  touch.textContent = on ? T.touch_end : T.touch;
}
touch.addEventListener('click', () => setMoves(!moves));
if (matchMedia('(pointer: coarse)').matches || narrow()) setMoves(false);
else touch.hidden = true;

for (const details of document.querySelectorAll('#network .nv-fold')) if (narrow()) details.open = false;
let size = `${box.clientWidth} ${box.clientHeight}`;
new ResizeObserver(() => {
  const now = `${box.clientWidth} ${box.clientHeight}`;
  if (now === size) return;
  size = now;
  renew();
  net.redraw();
}).observe(box);

fitAll();
const first = target(location.hash);
if (first && location.hash.length > 1) {
  show(first);
  addEventListener('load', () => viewer.scrollIntoView({ block: 'start' })); // after the browser went to the row of that name
} else showPanel();
