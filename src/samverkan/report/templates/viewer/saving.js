// The picture to take along: as SVG or PNG; and as vectors when the page is printed. Below it stands what its marks mean, in as many
// rows as its width asks for, and from where it is.
const ROW = 20, SMALL = 11, MARGIN = 10;

function legendRows(width) {
  const ruler = document.createElement('canvas').getContext('2d');
  ruler.font = `${SMALL}px ${colours.font}`;
  const dashes = new Set(lit ? lit.dashes.map(d => d[2]) : []);
  const entries = [
    ...[...byId('nv-legend').querySelectorAll('input:checked')].map(({ value }) => ({
      label: DATA.families[value].label, room: 16,
      mark: (pen, x, y) => pen.shape(POLYGONS[value], x + 5, y, 5, { fill: colours.kinds[value] }),
    })),
    ...['suggested', 'gap'].filter(name => dashes.has(name)).map(name => ({
      label: T[`line_${name}`], room: 32,
      mark: (pen, x, y) => pen.lines([[x, y, x + 26, y]], { color: colours[name], width: 1.5, dash: [6, 5] }),
    })),
  ];
  const rows = [];
  let x = Infinity;
  for (const entry of entries) {
    const wide = entry.room + ruler.measureText(entry.label).width + 18;
    if (x + wide > width) { rows.push([]); x = MARGIN; }
    rows[rows.length - 1].push({ ...entry, x });
    x += wide;
  }
  return rows;
}

// A view, what stands below it, and the height of both.
function sheet() {
  const view = viewOf(), rows = legendRows(view.width);
  return { view, rows, width: view.width, height: view.height + (rows.length + 1) * ROW + 4 };
}

function savedPicture(pen, { view, rows, width, height }) {
  pen.veil(width, height, { color: colours.paper, alpha: 1 });
  drawWhole(pen, view);
  pen.veil(width, height - view.height, { color: colours.paper, alpha: 1, top: view.height }); // what lies below the view
  const words = (text, x, y) => pen.text(text, x, y, { color: colours.soft, size: SMALL, font: colours.font, align: 'left' });
  rows.forEach((row, n) => row.forEach(({ label, room, mark, x }) => {
    const y = view.height + (n + 0.5) * ROW;
    mark(pen, x, y);
    words(label, x + room, y);
  }));
  words(T.credit, MARGIN, height - ROW / 2 - 2);
}

function svgPicture() {
  const drawn = sheet(), pen = new SvgPen(drawn.width, drawn.height, frame.getAttribute('aria-label'));
  savedPicture(pen, drawn);
  return pen.root;
}

function offer(blob, name) {
  const link = make('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const pictureName = () => (state.chosen === null ? 'network' : NODES[state.chosen].id.replace(/[^a-z0-9]+/g, '-'));

byId('nv-save-svg').addEventListener('click', () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svgPicture())}\n`;
  offer(new Blob([text], { type: 'image/svg+xml' }), `${pictureName()}.svg`);
});

byId('nv-save-png').addEventListener('click', () => {
  const drawn = sheet(), times = 2, paper = document.createElement('canvas');
  paper.width = drawn.width * times;
  paper.height = drawn.height * times;
  const context = paper.getContext('2d');
  context.scale(times, times);
  savedPicture(new CanvasPen(context), drawn);
  paper.toBlob(blob => offer(blob, `${pictureName()}.png`), 'image/png');
});

// Paper has colours of its own, whatever the screen has: they are named, not read, as no script runs once they hold.
addEventListener('beforeprint', () => {
  readColours(name => `var(${name})`);
  byId('nv-print').replaceChildren(svgPicture());
  readColours();
});
addEventListener('afterprint', () => byId('nv-print').replaceChildren());
