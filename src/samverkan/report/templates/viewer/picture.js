// The picture. vis-network draws the marks, and lets a reader move and zoom the picture. Lines are drawn under them by us, all of a
// colour in one stroke; what is chosen, named or suggested is drawn over them, so that choosing somebody restyles nothing.
const state = { chosen: null, theme: null, gap: null, off: new Set(), offTypes: new Set(), until: null };

const box = byId('nv-picture');
const SPOTS = [];
for (const [place, x, y, size] of DATA.drawing.nodes) SPOTS[place] = { x, y, size };
const EDGES = DATA.drawing.edges.map(([a, b, width], id) => ({ id, a, b, width, hidden: false, relations: (DATA.ties[id] || []).map(r => RELATIONS[r]) }));
const EDGES_OF = SPOTS.map(() => []);
for (const e of EDGES) { EDGES_OF[e.a].push(e); EDGES_OF[e.b].push(e); }
const FAMILY = LARGE ? DATA.groups.map(g => g[1]) : NODES.map(n => n.family);
const POLYGONS = DATA.families.map(f => f.polygon);
const ALONE = LARGE ? [] : NODES.filter(n => !EDGES_OF[n.place].length).map(n => n.place);
const isAlone = new Set(ALONE);
const BAND = { x: Math.min(...ALONE.map(place => SPOTS[place].x)), y: Math.min(...ALONE.map(place => SPOTS[place].y)) };

const colours = {};
function readColours(valueOf = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()) {
  for (const name of ['paper', 'ink', 'soft', 'suggested', 'gap']) colours[name] = valueOf(`--${name}`);
  colours.kinds = DATA.families.map(f => valueOf(`--kind-${f.name}`));
  colours.font = getComputedStyle(box).fontFamily;
}
readColours();
const paperOf = family => ({ color: { background: colours.kinds[family], border: colours.paper } });
const groups = () => Object.fromEntries(DATA.families.map((f, place) => [f.name, { shape: f.shape, ...paperOf(place) }]));
// A line takes the colour of its end with more ties, thinned: so one sees whose it is.
const hub = e => FAMILY[EDGES_OF[e.a].length >= EDGES_OF[e.b].length ? e.a : e.b];

// vis-network takes long to take nodes in: it gets the largest, and those without a tie or beyond a number are drawn with the lines.
const MOST_MARKS = 700;
const tied = DATA.drawing.nodes.filter(([id]) => !isAlone.has(id)).slice(-MOST_MARKS); // the data have the largest last
const marked = new Set(tied.map(([id]) => id));
const unmarked = DATA.drawing.nodes.map(([id]) => id).filter(id => !marked.has(id));
const nodes = new vis.DataSet(tied.map(([id, x, y, size]) => ({ id, x, y, size, group: DATA.families[FAMILY[id]].name })));
const net = new vis.Network(box, { nodes, edges: new vis.DataSet([]) }, { ...DATA.drawing.options, groups: groups() });
const frame = box.querySelector('.vis-network');
const canvas = box.querySelector('canvas');
frame.setAttribute('role', 'img');
frame.setAttribute('aria-label', fill(LARGE ? T.groups_say : T.picture_says, { nodes: number(SPOTS.length), ties: number(EDGES.length) }));
frame.setAttribute('aria-describedby', 'nv-help');
canvas.setAttribute('aria-hidden', 'true');

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
function recolour() {
  readColours();
  net.setOptions({ groups: groups() });
  nodes.update(tied.map(([id]) => ({ id, ...paperOf(FAMILY[id]) })));
  strokes = null;
  net.redraw();
}

// ---- what is shown, by the filters

const shown = place => !state.off.has(NODES[place].family);
const counts = r => !state.offTypes.has(r.type) && (state.until === null || r.year === null || r.year <= state.until);
const visible = place => (LARGE ? !state.off.has(FAMILY[place]) : shown(place));

// Hide what the filters leave out, and touch nothing else.
function applyFilters() {
  const hidden = new Set(nodes.get({ filter: n => n.hidden === true, fields: ['id'] }).map(n => n.id));
  nodes.update(tied.map(([id]) => ({ id, hidden: !visible(id) })).filter(n => n.hidden !== hidden.has(n.id)));
  for (const e of EDGES) e.hidden = e.relations.length > 0 && !e.relations.some(counts);
  strokes = null;
}
const drawnEdge = e => !e.hidden && visible(e.a) && visible(e.b);

// ---- what stands out

// The surroundings of what is chosen: who is lit (in the order of their importance here), the lines between, the dashed ones,
// and where everybody is. Nothing is lit if nothing is chosen.
let lit = null;
function surroundings() {
  if (state.chosen !== null) return around(state.chosen);
  if (state.theme !== null) return ofTheme(state.theme);
  return state.gap === null ? null : ofGap(GAPS[state.gap]);
}

function around(place) {
  const suggested = NODES[place].suggested.map(s => s.target).filter(shown);
  const near = [...new Set(NODES[place].relations.filter(t => counts(t.relation)).map(t => t.other))].filter(shown);
  near.sort((a, b) => NODES[b].importance - NODES[a].importance);
  const order = [...new Set([place, ...suggested, ...near])];
  const dashes = [...new Set(suggested)].map(to => [place, to, 'suggested']);
  return { order, spots: whereabouts(order), strong: near.map(other => [place, other]), weak: [], dashes, bold: new Set([place]) };
}

function ofTheme(theme) {
  const { own, through } = workingWith(theme);
  const by = (a, b) => NODES[b].importance - NODES[a].importance;
  const order = [...[...own].filter(shown).sort(by), ...[...through].filter(shown).sort(by)];
  const inside = new Set(order);
  const weak = LARGE ? [] : EDGES.filter(e => inside.has(e.a) && inside.has(e.b) && drawnEdge(e)).map(e => [e.a, e.b]);
  return { order, spots: whereabouts(order), strong: [], weak, dashes: [], bold: new Set(), faint: through };
}

function ofGap(gap) {
  const order = [...new Set([...gap.nodes, ...gap.lines.flat(), ...gap.by])].filter(shown);
  const inside = new Set(order);
  const linesOf = places => (LARGE ? [] : places.flatMap(place => EDGES_OF[place].filter(drawnEdge)));
  const strong = linesOf(order).filter(e => inside.has(e.a) && inside.has(e.b)).map(e => [e.a, e.b]);
  const ends = linesOf(gap.nodes.filter(shown));
  const dashes = gap.lines.filter(([a, b]) => inside.has(a) && inside.has(b)).map(([a, b]) => [a, b, 'gap']);
  return { order, spots: whereabouts(order), strong, weak: ends.map(e => [e.a, e.b]), dashes, bold: new Set(gap.nodes), ring: new Set(gap.nodes) };
}

// Where the lit ones are: where they always are; or, where the picture shows groups, in circles around the first.
function whereabouts(order) {
  if (!LARGE) return place => SPOTS[place];
  const spots = new Map([[order[0], { x: 0, y: 0, size: 16 }]]);
  let ring = 1, left = 12, turn = 0;
  for (const place of order.slice(1, 400)) {
    if (!left) { ring += 1; left = 12 * ring; turn = 0; }
    const angle = (2 * Math.PI * turn) / (12 * ring) + ring * 0.4;
    spots.set(place, { x: 190 * ring * Math.cos(angle), y: 120 * ring * Math.sin(angle), size: 9 });
    left -= 1;
    turn += 1;
  }
  return place => spots.get(place);
}

// ---- names

const measure = document.createElement('canvas').getContext('2d');
const widths = new Map();
function textWidth(text, size) {
  if (!widths.has(text)) {
    measure.font = `500 100px ${colours.font}`;
    widths.set(text, measure.measureText(text).width / 100);
  }
  return widths.get(text) * size;
}

const shorten = text => (text.length > 42 ? `${text.slice(0, 40).trimEnd()}…` : text);
const nameOf = place => (LARGE && !lit ? `${DATA.groups[place][0]}: ${DATA.groups[place][2]}` : shorten(NODES[place].short));
const byImportance = LARGE
  ? DATA.groups.map((g, place) => place).sort((a, b) => DATA.groups[b][2] - DATA.groups[a][2])
  : NODES.map(n => n.place).filter(place => !isAlone.has(place)).sort((a, b) => NODES[b].importance - NODES[a].importance || a - b);

// Choose names, the most important first, each under, right, left or over its mark, none on top of another or of a large mark.
function chooseNames(view) {
  const spot = lit ? lit.spots : place => SPOTS[place];
  const on = place => { const s = spot(place); return s && [...view.at(s), s.size * view.scale]; };
  const candidates = (lit ? lit.order : byImportance.filter(visible)).filter(place => {
    const p = on(place);
    return p && p[0] > 0 && p[0] < view.width && p[1] > 0 && p[1] < view.height;
  });
  const few = candidates.length < 90;
  const boxes = [];
  for (const place of candidates) {
    const [x, y, r] = on(place);
    if (few ? r > 2 : r > 8) boxes.push([x - r, y - r, x + r, y + r, place]);
  }
  const limit = view.width < 600 ? (few ? 22 : 12) : few ? 60 : 38;
  const names = [];
  for (const place of candidates) {
    if (names.length >= limit) break;
    const [x, y, r] = on(place);
    const bold = Boolean(lit && lit.bold.has(place));
    const size = bold ? 15 : lit && lit.faint && lit.faint.has(place) ? 11.5 : 13;
    const text = nameOf(place), half = textWidth(text, size) / 2 + 3, high = size * 0.62;
    const spots = [[0, r + high + 1], [r + half + 1, 0], [-r - half - 1, 0], [0, -r - high - 1]];
    for (const [dx, dy] of spots) {
      const b = [x + dx - half, y + dy - high, x + dx + half, y + dy + high];
      const outside = b[0] < 2 || b[2] > view.width - 2 || b[1] < 2 || b[3] > view.height - 2;
      const meets = o => o[4] !== place && b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1];
      if (!outside && !boxes.some(meets)) {
        boxes.push([...b, -1]);
        names.push({ place, text, size, bold, dx, dy });
        break;
      }
    }
  }
  return names;
}

// ---- drawing

// How the plane of the figure lies on a picture of so many pixels.
function viewOf(width = box.clientWidth, height = box.clientHeight, scale = net.getScale(), middle = net.getViewPosition()) {
  return { width, height, scale, at: s => [(s.x - middle.x) * scale + width / 2, (s.y - middle.y) * scale + height / 2] };
}

let names = [], namedFor = '', version = 0, later;
const renew = () => { version += 1; };

// Choose the names anew where they have to be: at once, or while the picture is being zoomed, when that is over.
function chooseLater(view) {
  const key = [version, view.width, view.height, view.scale].join();
  if (key === namedFor) return;
  const zooming = key.slice(0, key.lastIndexOf(',')) === namedFor.slice(0, namedFor.lastIndexOf(','));
  if (zooming) {
    clearTimeout(later);
    later = setTimeout(() => { renew(); net.redraw(); }, 120);
  } else {
    names = chooseNames(view);
    namedFor = key;
  }
}

function drawOver(pen, view) {
  if (lit) drawLit(pen, view);
  else if (ALONE.length && visible(ALONE[0])) {
    const [x, y] = view.at(BAND);
    pen.text(fill(T.alone, { n: number(ALONE.length) }), x - 3, y - 15, { color: colours.soft, halo: colours.paper, size: 12, font: colours.font, align: 'left' });
  }
  const spot = lit ? lit.spots : place => SPOTS[place];
  for (const n of names) {
    const [x, y] = view.at(spot(n.place));
    pen.text(n.text, x + n.dx, y + n.dy, { color: colours.ink, halo: colours.paper, size: n.size, weight: n.bold ? 650 : 450, font: colours.font });
  }
}

function drawLit(pen, view) {
  pen.veil(view.width, view.height, { color: colours.paper, alpha: LARGE ? 1 : 0.88 });
  const line = ([a, b]) => [...view.at(lit.spots(a)), ...view.at(lit.spots(b))];
  const there = ([a, b]) => lit.spots(a) && lit.spots(b);
  pen.lines(lit.weak.filter(there).map(line), { color: colours.soft, width: 0.7, alpha: 0.3 });
  const colour = colours.kinds[lit.order.length ? NODES[lit.order[0]].family : 0];
  pen.lines(lit.strong.filter(there).map(line), { color: state.gap === null ? colour : colours.soft, width: 1.4, alpha: 0.65 });
  for (const name of ['suggested', 'gap']) {
    pen.lines(lit.dashes.filter(d => d[2] === name && there(d)).map(line), { color: colours[name], width: 1.5, dash: [6, 5], alpha: 0.9 });
  }
  for (const place of [...lit.order].reverse()) {
    const s = lit.spots(place);
    if (!s) continue;
    const [x, y] = view.at(s), bold = lit.bold.has(place), size = Math.max(s.size * view.scale, 3.5);
    if (lit.ring && lit.ring.has(place)) pen.shape([], x, y, size + 5, { stroke: colours.gap, width: 2 });
    else if (bold) pen.shape([], x, y, size + 4, { stroke: colours.ink, width: 2 });
    pen.shape(POLYGONS[NODES[place].family], x, y, size, {
      fill: colours.kinds[NODES[place].family], stroke: colours.paper, width: 1,
      alpha: lit.faint && lit.faint.has(place) ? 0.45 : 1,
    });
  }
}

net.on('afterDrawing', context => {
  const ratio = canvas.width / box.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const view = viewOf();
  chooseLater(view);
  drawOver(new CanvasPen(context), view);
  context.restore();
  if (!box.dataset.drawn) box.dataset.drawn = 'true';
});

// The lines that are shown, by colour and width, as paths in the plane of the figure; made anew when a filter changes.
const THIN = 0.26;
let strokes = null;
function lineGroups() {
  const found = new Map();
  for (const e of EDGES) {
    if (!drawnEdge(e)) continue;
    const key = `${colours.kinds[hub(e)]} ${e.width}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(e);
  }
  return [...found].map(([key, some]) => ({ color: key.split(' ')[0], width: Number(key.split(' ')[1]), some }));
}

net.on('beforeDrawing', context => {
  if (!strokes) {
    strokes = lineGroups().map(group => {
      const path = new Path2D();
      for (const e of group.some) { path.moveTo(SPOTS[e.a].x, SPOTS[e.a].y); path.lineTo(SPOTS[e.b].x, SPOTS[e.b].y); }
      return { ...group, path };
    });
  }
  context.save();
  context.globalAlpha = THIN;
  for (const { color, width, path } of strokes) {
    Object.assign(context, { strokeStyle: color, lineWidth: width });
    context.stroke(path);
  }
  context.restore();
  const pen = new CanvasPen(context);
  for (const place of unmarked) {
    const { x, y, size } = SPOTS[place];
    if (visible(place)) pen.shape(POLYGONS[FAMILY[place]], x, y, size, { fill: colours.kinds[FAMILY[place]], stroke: colours.paper, width: 0.8 });
  }
});

// The whole picture once more, by another pen: to be saved or printed.
function drawWhole(pen, view) {
  names = chooseNames(view);
  pen.veil(view.width, view.height, { color: colours.paper, alpha: 1 });
  for (const { color, width, some } of lineGroups()) {
    pen.lines(some.map(e => [...view.at(SPOTS[e.a]), ...view.at(SPOTS[e.b])]), { color, width: width * view.scale, alpha: THIN });
  }
  for (const [place] of DATA.drawing.nodes) {
    if (!visible(place)) continue;
    const s = SPOTS[place], [x, y] = view.at(s);
    pen.shape(POLYGONS[FAMILY[place]], x, y, s.size * view.scale, { fill: colours.kinds[FAMILY[place]], stroke: colours.paper, width: 0.6 });
  }
  drawOver(pen, view);
}

// ---- moving

const narrow = () => box.clientWidth < 600;
const bounds = spots => [
  Math.min(...spots.map(s => s.x)), Math.max(...spots.map(s => s.x)), Math.min(...spots.map(s => s.y)), Math.max(...spots.map(s => s.y)),
];
const [LEFT, RIGHT, TOP, BOTTOM] = bounds(SPOTS);
function fitAll() {
  lookAt([LEFT, RIGHT, TOP, BOTTOM], narrow() ? 16 : 34, 3);
  renew();
}

// Look at a part of the plane, with a margin in pixels, and no nearer than a scale.
function lookAt([left, right, top, bottom], margin, nearest) {
  const scale = Math.min((box.clientWidth - 2 * margin) / (right - left || 1), (box.clientHeight - 2 * margin) / (bottom - top || 1), nearest);
  net.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.05), animation: false });
}

// Bring the lit ones into sight, no nearer than marks are easily told apart at.
function fitLit() {
  const spots = lit.order.map(lit.spots).filter(Boolean);
  if (!spots.length) return;
  lookAt(bounds(spots), narrow() ? 46 : 80, state.gap === null ? 1.15 : 0.75);
}

// Light what is chosen, and paint.
function paint({ move = true } = {}) {
  lit = surroundings();
  renew();
  if (!move) net.redraw();
  else if (lit) fitLit(); // either draws with the next frame
  else fitAll();
}

const zoom = factor => { net.moveTo({ scale: net.getScale() * factor, animation: false }); };
net.on('dragEnd', () => { renew(); net.redraw(); });

// Keys that move the picture while it has the focus.
const STEP = 60;
const KEYS = {
  ArrowLeft: () => slide(-STEP, 0), ArrowRight: () => slide(STEP, 0), ArrowUp: () => slide(0, -STEP), ArrowDown: () => slide(0, STEP),
  '+': () => zoom(1.2), '-': () => zoom(1 / 1.2), 0: () => { fitAll(); net.redraw(); },
};
function slide(right, down) {
  const middle = net.getViewPosition(), scale = net.getScale();
  renew();
  net.moveTo({ position: { x: middle.x + right / scale, y: middle.y + down / scale }, animation: false });
}
frame.tabIndex = 0;
frame.addEventListener('keydown', event => {
  if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});

// The page goes on scrolling over the picture: the wheel zooms with Ctrl, or once the picture has the focus.
box.addEventListener('wheel', event => {
  if (!event.ctrlKey && !event.metaKey && !frame.contains(document.activeElement)) event.stopPropagation();
}, { capture: true, passive: true });

function nodeAt(x, y) {
  const view = viewOf();
  const spot = lit && LARGE ? lit.spots : place => SPOTS[place];
  let best = null, nearest = Infinity;
  const candidates = lit && LARGE ? lit.order : SPOTS.map((_, place) => place);
  for (const place of candidates) {
    const s = spot(place);
    if (!s || !(lit && LARGE ? shown(place) : visible(place))) continue;
    const [px, py] = view.at(s), distance = Math.hypot(px - x, py - y) - s.size * view.scale;
    if (distance < nearest) { nearest = distance; best = place; }
  }
  return nearest < 5 ? best : null;
}
