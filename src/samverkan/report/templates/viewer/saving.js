// The picture to take along: as SVG or PNG; and as vectors when the page is printed.
const CREDIT = 22;

function savedPicture(pen, view, height) {
  drawWhole(pen, view);
  pen.veil(view.width, CREDIT, { color: colours.paper, alpha: 1, top: height - CREDIT }); // what lies below the view
  pen.text(T.credit, 10, height - CREDIT / 2, { color: colours.soft, size: 11, font: colours.font, align: 'left' });
}

function svgPicture() {
  const view = viewOf(), pen = new SvgPen(view.width, view.height + CREDIT, frame.getAttribute('aria-label'));
  pen.veil(view.width, view.height + CREDIT, { color: colours.paper, alpha: 1 });
  savedPicture(pen, view, view.height + CREDIT);
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
  const view = viewOf(), times = 2, paper = document.createElement('canvas');
  paper.width = view.width * times;
  paper.height = (view.height + CREDIT) * times;
  const context = paper.getContext('2d');
  context.scale(times, times);
  const pen = new CanvasPen(context);
  pen.veil(view.width, view.height + CREDIT, { color: colours.paper, alpha: 1 });
  savedPicture(pen, view, view.height + CREDIT);
  paper.toBlob(blob => offer(blob, `${pictureName()}.png`), 'image/png');
});

// Paper has colours of its own, whatever the screen has: they are named, not read, as no script runs once they hold.
addEventListener('beforeprint', () => {
  readColours(name => `var(${name})`);
  byId('nv-print').replaceChildren(svgPicture());
  readColours();
});
addEventListener('afterprint', () => byId('nv-print').replaceChildren());
