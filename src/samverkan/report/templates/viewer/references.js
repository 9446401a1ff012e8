// Sources as numbers in square brackets, the same as in the tables of the page, and the list of them that stands under what is
// said. Their places in the data follow their numbers.
class References {
  constructor() { this.places = new Set(); }

  // The numbers of sources, three or more in a row as the first and the last of them. The list under the text has them all.
  numbers(sources) {
    const span = make('span', { class: 'nv-refs' });
    const places = [...new Set(sources)].sort((a, b) => a - b);
    for (const place of places) this.places.add(place);
    for (let from = 0, to; from < places.length; from = to + 1) {
      for (to = from; places[to + 1] === places[to] + 1;) to += 1;
      const run = make('span', {}, this.mark(places[from]));
      if (to > from) run.append(to > from + 1 ? '–' : ' ', this.mark(places[to]));
      span.append(' ', run);
    }
    return span;
  }

  // What a table of the page says, with the links to its sources as the panel has them. A link to several says "4–7".
  retold(nodes) {
    const box = make('span', {}, ...nodes);
    const links = [...box.querySelectorAll('a[href^="#s"]')].filter(link => /^#s\d+$/.test(link.getAttribute('href')));
    const places = links.flatMap(link => {
      const [first, last = first] = link.textContent.split('–').map(Number);
      return Array.from({ length: last - first + 1 }, (_, step) => first + step - 1);
    });
    const among = box.querySelector('.notes');
    if (among) among.replaceWith(this.numbers(places));
    else if (places.length) box.replaceChildren(this.numbers(places));
    return [...box.childNodes];
  }

  mark(place) {
    const [title, , url] = DATA.sources[place];
    const text = `[${place + 1}]`;
    return isLink(url)
      ? make('a', { href: url, rel: 'noopener noreferrer', target: '_blank', title }, text)
      : make('span', { title }, text);
  }

  // The list, or nothing.
  list() {
    if (!this.places.size) return null;
    const items = [...this.places].sort((a, b) => a - b).map(place => {
      const [title, publisher, url, published] = DATA.sources[place];
      const rest = [publisher, published].filter(Boolean).join(', ');
      return make('li', { value: place + 1 }, isLink(url) ? make('a', { href: url, rel: 'noopener noreferrer', target: '_blank' }, title) : title, rest ? `. ${rest}.` : '');
    });
    return make('details', { class: 'nv-sources' },
      make('summary', {}, T.sources_heading, make('span', { class: 'nv-count' }, ` ${number(items.length)}`)), make('ol', {}, ...items));
  }
}

// Nothing but an address of the web becomes a link.
const isLink = url => typeof url === 'string' && /^https?:\/\/[^\s]+$/i.test(url);
