// Sources as numbers in square brackets, and the list of them that stands under what is said.
class References {
  constructor() { this.places = []; }

  // The numbers of sources, three or more in a row as the first and the last of them. The list under the text has them all.
  numbers(sources) {
    const span = make('span', { class: 'nv-refs' });
    const places = sources.map(source => this.place(source)).sort((a, b) => a - b);
    for (let from = 0, to; from < places.length; from = to + 1) {
      for (to = from; places[to + 1] === places[to] + 1;) to += 1;
      const run = make('span', {}, this.mark(places[from]));
      if (to > from) run.append(to > from + 1 ? '–' : ' ', this.mark(places[to]));
      span.append(' ', run);
    }
    return span;
  }

  place(source) {
    const known = this.places.indexOf(source);
    return known < 0 ? this.places.push(source) - 1 : known;
  }

  mark(place) {
    const [title, , url] = DATA.sources[this.places[place]];
    const text = `[${place + 1}]`;
    return isLink(url)
      ? make('a', { href: url, rel: 'noopener noreferrer', target: '_blank', title }, text)
      : make('span', { title }, text);
  }

  // The list, or nothing.
  list() {
    if (!this.places.length) return null;
    const items = this.places.map(place => {
      const [title, publisher, url, published] = DATA.sources[place];
      const rest = [publisher, published].filter(Boolean).join(', ');
      return make('li', {}, isLink(url) ? make('a', { href: url, rel: 'noopener noreferrer', target: '_blank' }, title) : title, rest ? `. ${rest}.` : '');
    });
    return make('details', { class: 'nv-sources' },
      make('summary', {}, T.sources_heading, make('span', { class: 'nv-count' }, ` ${number(items.length)}`)), make('ol', {}, ...items));
  }
}

// Nothing but an address of the web becomes a link.
const isLink = url => typeof url === 'string' && /^https?:\/\/[^\s]+$/i.test(url);
