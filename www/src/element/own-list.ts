/** The page's own list or table inside the tag, read as an event set where the page gives no `src` and no `data`. */

type Values = Record<string, unknown>;

const DATE = 'time, data[value]';
/** What stands in an item beside its line and paragraphs. */
const ASIDE = 'ul, ol, dl, table, figure, script, style, template';
const HEADING = 'h1, h2, h3, h4, h5, h6';
/** Between two dates that are the ends of one: " to ", "–", " and "; longer words part them. */
const LONGEST_JOINT = 12;

/**
 * The events of the lists in which something is dated, as our own document; else the rows of the tables, as records.
 *
 * @throws where there is neither.
 */
export function ownList(host: Element): object {
  const items = [...host.querySelectorAll('li')].filter((item) => !within(item, 'li', host));
  const lists = new Set(items.filter((item) => item.querySelector(DATE)).map((item) => item.parentElement));
  const events = items.filter((item) => lists.has(item.parentElement)).map(eventOf);
  if (events.length === 0) return recordsOf(host);
  const heading = [...host.querySelectorAll(HEADING)].find((found) => !within(found, 'li', host));
  const lang = host.closest('[lang]')?.getAttribute('lang');
  return { ...(heading && { title: textOf(heading) }), ...(lang && { lang }), events };
}

/** Whether an ancestor below the host is such an element. */
function within(element: Element, selector: string, host: Element): boolean {
  const found = element.parentElement?.closest(selector);
  return found != null && found !== host && host.contains(found);
}

/** As it is read: one space where there is any. */
function textOf(node: Node): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function eventOf(item: Element): Values {
  const heading = item.querySelector(HEADING);
  const paragraphs = [...item.querySelectorAll('p')].filter((paragraph) => !within(paragraph, ASIDE, item));
  const line = heading ?? lineOf(item, paragraphs);
  const dates = datesOf(item);
  const whenLine = dates[0]?.closest('p, div, header, span') ?? null;
  const description = paragraphs.filter((paragraph) => paragraph !== line && paragraph !== whenLine).map(textOf).filter(Boolean).join('\n');
  const id = item.id || item.querySelector('article[id]')?.id;
  const event: Values = { ...(id && { id }), ...titleOf(line, dates), ...datedBy(dates), ...(description && { description }) };
  addFields(event, item);
  addAddresses(event, item);
  return event;
}

/** Where the event's line stands when no heading has it: the item's own words, or its first paragraph. */
function lineOf(item: Element, paragraphs: Element[]): Element {
  const own = [...item.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && textOf(node) !== '');
  return own ? item : paragraphs[0] ?? item;
}

/** The first date of an item, and the second where they are the two ends of one. */
function datesOf(item: Element): Element[] {
  const [first, second] = [...item.querySelectorAll(DATE)].filter((date) => !within(date, ASIDE, item));
  if (!first) return [];
  return second && isJoined(first, second) ? [first, second] : [first];
}

function isJoined(first: Element, second: Element): boolean {
  let between = '';
  for (let node = first.nextSibling; node !== second; node = node.nextSibling) {
    if (!node) return false;
    between += node.textContent ?? '';
  }
  return between.trim().length <= LONGEST_JOINT;
}

function valueOf(date: Element): string {
  return date.getAttribute(date.localName === 'time' ? 'datetime' : 'value') ?? textOf(date);
}

function datedBy([first, second]: Element[]): Values {
  if (!first) return {};
  return second ? { start: valueOf(first), end: valueOf(second) } : { date: valueOf(first) };
}

/** A line without the dates that it begins with; those are kept as the source's own words. */
function titleOf(line: Element, dates: Element[]): Values {
  const all = wordsOf([...line.childNodes]);
  const last = dates.at(-1);
  const nodes = [...line.childNodes].filter((node) => textOf(node) !== '');
  if (!last || nodes[0] !== dates[0]) return { title: all };
  const from = nodes.indexOf(last) + 1;
  const title = wordsOf(nodes.slice(from)).replace(/^[\s:;,.–—-]+/u, '');
  return title === '' ? { title: all } : { title, date_text: wordsOf(nodes.slice(0, from)) };
}

function wordsOf(nodes: Node[]): string {
  const isLine = (node: Node): boolean => node.nodeType === Node.TEXT_NODE || (node instanceof Element && !node.matches(`${ASIDE}, p`));
  return nodes.filter(isLine).map((node) => node.textContent ?? '').join('').replace(/\s+/g, ' ').trim();
}

/** Terms and what is said of them: `<dt>` names a field, each `<dd>` is a value of it, or each isolated text in one. */
function addFields(event: Values, item: Element): void {
  const fields = new Map<string, string[]>();
  for (const said of item.querySelectorAll('dl dd')) {
    let term = said.previousElementSibling;
    while (term && term.localName !== 'dt') term = term.previousElementSibling;
    const key = term ? textOf(term) : '';
    if (key === '') continue;
    const parts = [...said.querySelectorAll(':scope > bdi, :scope li')].map(textOf);
    const values = (parts.length > 0 ? parts : [textOf(said)]).filter(Boolean);
    fields.set(key, [...(fields.get(key) ?? []), ...values]);
  }
  // What an item says by its own marks goes before a term of the same name.
  for (const [key, values] of fields) event[key in event ? `${key} (2)` : key] = values;
}

function addAddresses(event: Values, item: Element): void {
  const links = [...item.querySelectorAll('a[href]')].filter((link) => !link.getAttribute('href')?.startsWith('#'));
  if (links.length > 0) event.links = links.map((link) => ({ url: link.getAttribute('href'), label: textOf(link) }));
  const pictures = [...item.querySelectorAll('img[src]')];
  if (pictures.length === 0) return;
  event.media = pictures.map((picture) => {
    const caption = picture.closest('figure')?.querySelector('figcaption');
    return { url: picture.getAttribute('src'), ...(picture.getAttribute('alt') && { alt: picture.getAttribute('alt') }), ...(caption && { caption: textOf(caption) }) };
  });
}

/** Rows by the names of their columns. What the columns mean is recognised as in any table. */
function recordsOf(host: Element): Values[] {
  const records = [...host.querySelectorAll('table')].flatMap((table) => {
    const [head, ...rest] = [...table.rows];
    const names = head && [...head.cells].every((cell) => cell.localName === 'th') ? [...head.cells].map(textOf) : [];
    return (names.length > 0 ? rest : []).map((row) => Object.fromEntries(names.map((name, at) => [name, cellOf(row.cells[at])])));
  });
  if (records.length === 0) throw new Error('the tag holds no list with dates (`<li>` with a `<time>`), and no table with a row of headings (`<th>`)');
  return records;
}

function cellOf(cell: Element | undefined): string {
  const date = cell?.querySelector(DATE);
  return date ? valueOf(date) : cell ? textOf(cell) : '';
}
