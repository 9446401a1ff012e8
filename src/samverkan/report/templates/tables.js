(() => {
'use strict';
// Tables are whole without this. It sorts, filters and saves them; all text is set as text.
const words = JSON.parse(document.getElementById('table-words').textContent);
const collator = new Intl.Collator(words.language, { numeric: true });
const fold = text => text.toLocaleLowerCase(words.language);

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

function sort(table, column, button) {
  const heading = button.parentElement, numeric = heading.classList.contains('num');
  const down = heading.getAttribute('aria-sort') === 'ascending' || (numeric && !heading.hasAttribute('aria-sort'));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const rows = [...table.tBodies[0].rows].map(row => [row, written(row.cells[column])]);
  rows.sort(([, a], [, b]) => {
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1); // what is not known comes last either way
    const order = numeric ? number(a) - number(b) : collator.compare(a, b);
    return down ? -order : order;
  });
  table.tBodies[0].append(...rows.map(([row]) => row));
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

function csv(table) {
  const headings = [...table.tHead.rows[0].cells];
  const lines = [headings.map(cell => safe(written(cell), false)).join(words.separator)];
  for (const row of table.tBodies[0].rows) {
    if (row.hidden) continue;
    const cells = [...row.cells].map((cell, place) =>
      safe(written(cell), headings[place].classList.contains('num')));
    lines.push(cells.join(words.separator));
  }
  return '\ufeff' + lines.join('\r\n') + '\r\n';
}

function save(table) {
  const address = URL.createObjectURL(new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }));
  const link = element('a', { href: address, download: table.id.replace(/^t-/, '') + '.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function named(control, id, text) {
  control.id = id;
  return element('div', {}, element('label', { for: id }, text), control);
}

function enhance(box) {
  const table = box.querySelector('table'), headings = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const tools = element('div', { class: 'tools' }), shown = element('span', { role: 'status' });
  const wanted = [];
  const narrow = () => {
    let n = 0;
    for (const row of rows) {
      row.hidden = !wanted.every(test => test(row));
      n += !row.hidden;
    }
    shown.textContent = words.shown.replace('{n}', n.toLocaleString(words.language))
      .replace('{all}', rows.length.toLocaleString(words.language));
  };
  if (table.hasAttribute('data-long')) {
    const field = element('input', { type: 'search', autocomplete: 'off' });
    field.addEventListener('input', narrow);
    tools.append(named(field, table.id + '-search', words.search));
    wanted.push(row => !field.value.trim() || fold(row.textContent).includes(fold(field.value.trim())));
  }
  headings.forEach((heading, column) => {
    if (!heading.hasAttribute('data-choice') || rows.length < 3) return;
    const found = new Set(rows.flatMap(row => values(row.cells[column])).filter(Boolean));
    if (found.size < 2) return;
    const choice = element('select', {}, new Option(words.all, ''),
      ...[...found].sort(collator.compare).map(value => new Option(value)));
    choice.addEventListener('change', narrow);
    tools.append(named(choice, table.id + '-' + column, written(heading)));
    wanted.push(row => !choice.value || values(row.cells[column]).includes(choice.value));
  });
  const button = element('button', { type: 'button' }, words.save,
    element('span', { class: 'vh' }, ': ' + written(table.caption)));
  button.addEventListener('click', () => save(table));
  tools.append(button);
  if (wanted.length) tools.append(shown);
  box.prepend(tools);
  narrow();
  if (box.hasAttribute('data-fixed')) return; // rows and columns are the same, in one order
  headings.forEach((heading, column) => {
    const by = element('button', { type: 'button' }, ...heading.childNodes);
    heading.append(by);
    by.addEventListener('click', () => sort(table, column, by));
  });
}

// After the first picture: a table is whole without this, and a reader is still at the top.
const after = matchMedia('print').matches ? action => action() : action => requestAnimationFrame(() => setTimeout(action));
const idle = window.requestIdleCallback || setTimeout;
after(() => {
  document.querySelectorAll('[data-table]').forEach(enhance);
  unfold([...document.querySelectorAll('.late')]);
});

// What lies far below is laid out once there is time, a section at a time: from then on everything is where it seems to be.
function unfold(sections) {
  const section = sections.shift();
  if (!section) { document.documentElement.dataset.tables = 'ready'; return; }
  section.classList.remove('late');
  idle(() => unfold(sections));
}

// A link to a row that a filter hides shows it.
function reveal() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row && row.hidden) row.hidden = false;
}
addEventListener('hashchange', reveal);
})();
