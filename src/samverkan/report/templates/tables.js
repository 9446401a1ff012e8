(() => {
'use strict';
// Tables are whole without this. It sorts, filters and saves them; all text is set as text.
const words = JSON.parse(document.getElementById('table-words').textContent);
const collator = new Intl.Collator(words.language, { numeric: true });
const fold = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLocaleLowerCase(words.language);

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

function number(text) {
  const plain = text.replace(/[\s\u00a0]/g, '').replace('−', '-');
  return parseFloat(words.language === 'sv' ? plain.replace(',', '.') : plain.replace(/,/g, ''));
}

const written = cell => cell.textContent.replace(/\s+/g, ' ').trim();

// Several values in one cell are spans of their own.
function values(cell) {
  const parts = [...cell.children].filter(child => child.tagName === 'SPAN' && !child.className);
  return parts.length ? parts.map(written) : [written(cell)];
}

// Put the rows in the order of a column, or in the opposite one; the button stands in its heading.
function sorted(rows, column, button) {
  const heading = button.parentElement, numeric = heading.classList.contains('num');
  const down = heading.getAttribute('aria-sort') === 'ascending' || (numeric && !heading.hasAttribute('aria-sort'));
  for (const other of heading.parentElement.cells) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const keys = new Map(rows.map(row => [row, written(row.cells[column])]));
  return [...rows].sort((one, other) => {
    const a = keys.get(one), b = keys.get(other);
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1); // what is not known comes last either way
    const order = numeric ? number(a) - number(b) : collator.compare(a, b);
    return down ? -order : order;
  });
}

// A spreadsheet must not run what a cell says.
function safe(text, numeric) {
  if (numeric && /^[-−]?[\d\s\u00a0.,]+$/.test(text)) {
    const plain = text.replace(/[\s\u00a0]/g, '').replace('−', '-');
    return words.language === 'sv' ? plain : plain.replace(/,/g, '');
  }
  const kept = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[";,\r\n]/.test(kept) ? '"' + kept.replaceAll('"', '""') + '"' : kept;
}

function csv(table, rows) {
  const headings = [...table.tHead.rows[0].cells];
  const lines = [headings.map(cell => safe(written(cell), false)).join(words.separator)];
  for (const row of rows) {
    const cells = [...row.cells].map((cell, place) =>
      safe(written(cell), headings[place].classList.contains('num')));
    lines.push(cells.join(words.separator));
  }
  return '\ufeff' + lines.join('\r\n') + '\r\n';
}

function save(table, rows) {
  const address = URL.createObjectURL(new Blob([csv(table, rows)], { type: 'text/csv;charset=utf-8' }));
  const link = element('a', { href: address, download: table.id.replace(/^t-/, '') + '.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function named(control, id, text) {
  control.id = id;
  return element('div', {}, element('label', { for: id }, text), control);
}

const counted = (text, n, all) =>
  text.replace('{n}', n.toLocaleString(words.language)).replace('{all}', all.toLocaleString(words.language));

// Of a table of many thousand rows the first are laid out, until a reader wants them all or prints; search and filters know all.
const MOST_ROWS = 700;
const unbounded = []; // for each table what lays out all that its filters leave

function enhance(box) {
  const table = box.querySelector('table'), headings = [...table.tHead.rows[0].cells];
  let rows = [...table.tBodies[0].rows], left = rows, most = MOST_ROWS;
  const tools = element('div', { class: 'tools' }), shown = element('span', { role: 'status' });
  const more = element('button', { type: 'button' });
  const tests = [];
  const narrow = () => {
    left = tests.length ? rows.filter(row => tests.every(test => test(row))) : rows;
    const laid = new Set(left.slice(0, most));
    for (const row of rows) if (row.hidden === laid.has(row)) row.hidden = !row.hidden;
    shown.textContent = counted(words.shown, left.length, rows.length);
    more.hidden = left.length <= most;
    more.textContent = counted(words.more, most, left.length);
  };
  const all = () => { most = Infinity; narrow(); };
  unbounded.push(all);
  if (table.hasAttribute('data-long')) {
    const field = element('input', { type: 'search', autocomplete: 'off' });
    field.addEventListener('input', narrow);
    tools.append(named(field, table.id + '-search', words.search));
    tests.push(row => !field.value.trim() || fold(row.textContent).includes(fold(field.value.trim())));
  }
  headings.forEach((heading, column) => {
    if (!heading.hasAttribute('data-choice') || rows.length < 3) return;
    const found = new Set(rows.flatMap(row => values(row.cells[column])).filter(Boolean));
    if (found.size < 2) return;
    const choice = element('select', {}, new Option(words.all, ''),
      ...[...found].sort(collator.compare).map(value => new Option(value)));
    choice.addEventListener('change', narrow);
    tools.append(named(choice, table.id + '-' + column, written(heading)));
    tests.push(row => !choice.value || values(row.cells[column]).includes(choice.value));
  });
  const button = element('button', { type: 'button' }, words.save,
    element('span', { class: 'vh' }, ': ' + written(table.caption)));
  button.addEventListener('click', () => save(table, left));
  tools.append(button);
  if (tests.length) tools.append(shown);
  box.prepend(tools);
  more.addEventListener('click', () => { all(); box.querySelector('.scroll').focus(); });
  if (rows.length > MOST_ROWS) box.querySelector('.scroll').after(element('p', { class: 'more' }, more));
  narrow();
  if (box.hasAttribute('data-fixed')) return; // rows and columns are the same, in one order
  headings.forEach((heading, column) => {
    const by = element('button', { type: 'button' }, ...heading.childNodes);
    heading.append(by);
    by.addEventListener('click', () => {
      rows = sorted(rows, column, by);
      table.tBodies[0].append(...rows);
      narrow();
    });
  });
}

// A table far below stands in a <noscript>: whole for whoever reads without scripts, and otherwise no work before the first
// picture. It is our own markup, escaped when it was written, and is read here as it would be there.
const holder = document.createElement('template');
function parsed(markup) {
  holder.innerHTML = markup;
  return document.importNode(holder.content, true);
}

class Waiting {
  constructor(box) {
    this.box = box;
    this.rows = null;
    this.done = false;
  }

  unpack() {
    const kept = this.box.querySelector('noscript');
    this.rows = [];
    if (!kept) return;
    const text = kept.textContent, first = text.indexOf('\n<tr'), end = text.lastIndexOf('\n</tbody>');
    this.rows = text.slice(first, end).split('\n<tr').slice(1).map(row => '<tr' + row);
    kept.replaceWith(parsed(text.slice(0, first) + text.slice(end)));
  }

  // Build on, some rows at a time.
  build(some = Infinity) {
    if (this.done) return;
    if (!this.rows) this.unpack();
    if (this.rows.length) this.box.querySelector('tbody').append(parsed(this.rows.splice(0, some).join('')));
    if (this.rows.length) return;
    enhance(this.box);
    this.done = true;
  }

  has(id) { // an id has no character that is written in another way in markup
    if (!this.rows) this.unpack();
    return this.rows.some(row => row.startsWith(`<tr id="${id}"`));
  }
}

const waiting = [...document.querySelectorAll('[data-table]')].map(box => new Waiting(box));
function buildAll() {
  waiting.forEach(table => table.build());
  document.documentElement.dataset.tables = 'ready';
}

// A reader who does something has the browser for himself: the rest is built when nothing was touched for a while.
const REST = 400, ROWS_AT_ONCE = 25;
let touched = -REST;
for (const type of ['pointerdown', 'pointermove', 'wheel', 'keydown', 'scroll']) {
  addEventListener(type, () => { touched = performance.now(); }, { capture: true, passive: true });
}
const idle = window.requestIdleCallback || (action => setTimeout(() => action({ timeRemaining: () => 0 }), 20));
function buildOn(time) {
  const still = touched + REST - performance.now();
  if (still > 0) { setTimeout(() => idle(buildOn), still); return; }
  do {
    const next = waiting.find(table => !table.done);
    if (!next) { buildAll(); return; }
    next.build(ROWS_AT_ONCE);
  } while (time.timeRemaining() > 4);
  idle(buildOn);
}

// What a reader comes near to is built at once, and all of it for paper.
const near = new IntersectionObserver(seen => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    waiting.forEach(table => { if (target.contains(table.box)) table.build(); });
  }
}, { rootMargin: '50% 0px' });
if (matchMedia('print').matches) buildAll();
else requestAnimationFrame(() => setTimeout(() => { // after the first picture
  for (const { box } of waiting) near.observe(box.closest('section'));
  idle(buildOn);
}));
addEventListener('beforeprint', () => { buildAll(); unbounded.forEach(all => all()); });

// Build the table that has a row, if one does that is not built yet; return the row.
function wanted(id) {
  const table = document.getElementById(id) ? null : waiting.find(some => some.has(id));
  if (table) table.build();
  return document.getElementById(id);
}
document.addEventListener('samverkan:wanted', event => { wanted(event.detail); });

// What is off the screen has a guessed height (content-visibility), so the page shifts when somebody goes far: keep to the
// place until it has settled.
function settle(keep, frames = 10) {
  keep();
  if (frames) requestAnimationFrame(() => settle(keep, frames - 1));
}

// Who comes back finds what they left where it was, which browsers see to only for those who scrolled by hand.
const followed = []; // links within the page, and where they were in the window
document.addEventListener('click', event => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
  if (link) history.replaceState({ followed: followed.push([link, link.getBoundingClientRect().top]) - 1 }, '');
}, true);
function returned() {
  const { y, followed: step } = history.state || {}, [link, top] = followed[step] || [];
  if (y !== undefined) settle(() => scrollTo(0, y));
  else if (link && link.isConnected) settle(() => scrollBy(0, link.getBoundingClientRect().top - top));
  else return false;
  return true;
}

// A link to a row that is not there yet, or that a filter hides, shows it.
function reveal(event) {
  let id;
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { id = ''; } // no row has a broken address
  const there = !id || document.getElementById(id) !== null, row = id && wanted(id);
  if (row && row.matches('tr')) row.hidden = false;
  if (event && returned()) return;
  if (row && !there) location.replace(location.hash); // now the browser finds it
  else if (row && event) settle(() => row.scrollIntoView());
}
addEventListener('hashchange', reveal);
reveal();
})();
