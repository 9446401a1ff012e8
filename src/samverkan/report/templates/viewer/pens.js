// Two pens with the same strokes: one for a canvas, one for SVG. A picture is drawn, saved and printed by the same code.
function shapePath(context, polygon, x, y, size) {
  context.beginPath();
  if (!polygon.length) context.arc(x, y, size, 0, 2 * Math.PI);
  else {
    polygon.forEach(([dx, dy], corner) => context[corner ? 'lineTo' : 'moveTo'](x + dx * size, y + dy * size));
    context.closePath();
  }
}

class CanvasPen {
  constructor(context) { this.context = context; }

  lines(segments, { color, width, alpha = 1, dash = [] }) {
    const c = this.context;
    c.save();
    Object.assign(c, { strokeStyle: color, lineWidth: width, globalAlpha: alpha });
    c.setLineDash(dash);
    c.beginPath();
    for (const [x1, y1, x2, y2] of segments) { c.moveTo(x1, y1); c.lineTo(x2, y2); }
    c.stroke();
    c.restore();
  }

  shape(polygon, x, y, size, { fill, stroke, width = 0, alpha = 1 }) {
    const c = this.context;
    c.globalAlpha = alpha;
    shapePath(c, polygon, x, y, size);
    if (fill) { c.fillStyle = fill; c.fill(); }
    if (stroke) { c.strokeStyle = stroke; c.lineWidth = width; c.stroke(); }
    c.globalAlpha = 1;
  }

  text(text, x, y, { color, halo, size, weight = 400, font, align = 'center', alpha = 1 }) {
    const c = this.context;
    Object.assign(c, { font: `${weight} ${size}px ${font}`, textAlign: align, textBaseline: 'middle', lineJoin: 'round', globalAlpha: alpha });
    if (halo) { c.strokeStyle = halo; c.lineWidth = size * 0.28; c.strokeText(text, x, y); }
    c.fillStyle = color;
    c.fillText(text, x, y);
    c.globalAlpha = 1;
  }

  veil(width, height, { color, alpha, top = 0 }) {
    const c = this.context;
    c.globalAlpha = alpha;
    c.fillStyle = color;
    c.fillRect(0, top, width, height);
    c.globalAlpha = 1;
  }
}

const tenth = value => Math.round(value * 10) / 10;

class SvgPen {
  constructor(width, height, title) {
    this.root = makeSvg('svg', { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' });
    this.root.append(makeSvg('title', {}, title));
  }

  lines(segments, { color, width, alpha = 1, dash = [] }) {
    if (!segments.length) return;
    const d = segments.map(([x1, y1, x2, y2]) => `M${tenth(x1)} ${tenth(y1)}L${tenth(x2)} ${tenth(y2)}`).join('');
    const line = makeSvg('path', { d, fill: 'none', stroke: color, 'stroke-width': tenth(width), 'stroke-opacity': alpha });
    if (dash.length) line.setAttribute('stroke-dasharray', dash.join(' '));
    this.root.append(line);
  }

  shape(polygon, x, y, size, { fill, stroke, width = 0, alpha = 1 }) {
    const shape = polygon.length
      ? makeSvg('polygon', { points: polygon.map(([dx, dy]) => `${tenth(x + dx * size)},${tenth(y + dy * size)}`).join(' ') })
      : makeSvg('circle', { cx: tenth(x), cy: tenth(y), r: tenth(size) });
    shape.setAttribute('fill', fill || 'none');
    if (stroke) { shape.setAttribute('stroke', stroke); shape.setAttribute('stroke-width', tenth(width)); }
    if (alpha < 1) shape.setAttribute('opacity', alpha);
    this.root.append(shape);
  }

  text(text, x, y, { color, halo, size, weight = 400, font, align = 'center', alpha = 1 }) {
    const anchor = { center: 'middle', left: 'start', right: 'end' }[align];
    const element = makeSvg('text', {
      x: tenth(x), y: tenth(y), fill: color, 'font-size': size, 'font-weight': weight, 'font-family': font,
      'text-anchor': anchor, 'dominant-baseline': 'central', opacity: alpha,
    }, text);
    if (halo) for (const [name, value] of [['stroke', halo], ['stroke-width', tenth(size * 0.28)], ['stroke-linejoin', 'round'], ['paint-order', 'stroke']]) element.setAttribute(name, value);
    this.root.append(element);
  }

  veil(width, height, { color, alpha, top = 0 }) {
    this.root.append(makeSvg('rect', { x: 0, y: top, width, height, fill: color, 'fill-opacity': alpha }));
  }
}
