/** What crosses packed and no first picture asks for: queries, rows in short, the overview. */
import { WireReader, columnsOf } from './wire.js';
import type { BriefRow, FacetFilter, Overview, Query } from './types.js';

const UNDATED: readonly Query['undated'][] = ['auto', 'in', 'out', 'only'];
const MODES: readonly FacetFilter['mode'][] = ['any', 'all', 'none'];

/** Rows in short, column by column: their numbers, four bounds, lengths of ids and of titles; all ids, then all titles. */
export function briefRows(packed: unknown[]): BriefRow[] {
  const [numbers, text] = packed as [Float64Array, string];
  const count = numbers.length / 7;
  const rows: BriefRow[] = [];
  let idAt = 0;
  let titleAt = 0;
  for (let i = 5 * count; i < 6 * count; i++) titleAt += numbers[i]!;
  for (let i = 0; i < count; i++) {
    const id = text.slice(idAt, (idAt += numbers[5 * count + i]!));
    const title = text.slice(titleAt, (titleAt += numbers[6 * count + i]!));
    rows.push({
      row: numbers[i]!, id, title, earliestStart: numbers[count + i]!, latestStart: numbers[2 * count + i]!,
      earliestEnd: numbers[3 * count + i]!, latestEnd: numbers[4 * count + i]!,
    });
  }
  return rows;
}

/** The whole extent, as the module writes it. */
export function overviewOf(packed: unknown[]): Overview {
  const wire = new WireReader(packed);
  const ticks = wire.ticks();
  const segments = wire.list(() => ({
    from: wire.number(), to: wire.number(), fromPx: wire.number(), toPx: wire.number(), folded: wire.flag(),
  }));
  const [scaleEnd, bars] = [wire.number(), wire.number()];
  const { whole, fractions } = columnsOf(packed[2] as Uint32Array);
  return { segments, bars: { xPx: fractions(bars), widthPx: fractions(bars), certain: whole(bars), possible: whole(bars) }, scaleEnd, ticks };
}

/** A query, as the module writes it. */
export function queryOf(wire: WireReader): Query {
  const hasTime = wire.flag();
  const time = { from: wire.bound(), to: wire.bound(), certainOnly: wire.flag() };
  return {
    time: hasTime ? time : null,
    undated: UNDATED[wire.number()]!,
    facets: wire.list(() => ({ field: wire.text(), mode: MODES[wire.number()]!, values: wire.texts() })),
    numbers: wire.list(() => ({ field: wire.text(), min: wire.bound(), max: wire.bound() })),
    text: wire.list(() => ({
      text: wire.text(), prefix: wire.flag(), negate: wire.flag(), substring: wire.flag(), field: wire.optional(),
    })),
    sort: wire.list(() => ({ by: wire.text(), descending: wire.flag() })),
  };
}

/** A query as the module reads it. @throws where a part is not of its type: the module looks at nothing but numbers and texts. */
export function encodeQuery(query: Query): [Float64Array, string] {
  const numbers: number[] = [];
  let all = '';
  const wrong = (what: string, expected: string, found: unknown): never => {
    throw new TypeError(`query.${what}: expected ${expected}, found ${typeof found}`);
  };
  const text = (value: string, what: string) => {
    if (typeof value !== 'string') wrong(what, 'text', value);
    numbers.push(value.length);
    all += value;
  };
  const flag = (value: boolean | undefined, what: string) => {
    if (value !== undefined && typeof value !== 'boolean') wrong(what, 'true or false', value);
    numbers.push(Number(value ?? false));
  };
  const bound = (value: number | null | undefined, what: string) => {
    if (value !== null && value !== undefined && typeof value !== 'number') wrong(what, 'a number', value);
    numbers.push(Number(typeof value === 'number'), value ?? 0);
  };
  const choice = (choices: readonly string[], value: string, what: string) => {
    const at = choices.indexOf(value);
    if (at < 0) throw new TypeError(`query.${what}: expected one of ${choices.join(', ')}, found ${String(value)}`);
    numbers.push(at);
  };
  const list = <T>(items: readonly T[], each: (item: T) => void) => {
    numbers.push(items.length);
    items.forEach(each);
  };

  numbers.push(Number(query.time !== null));
  bound(query.time?.from, 'time.from');
  bound(query.time?.to, 'time.to');
  flag(query.time?.certainOnly, 'time.certainOnly');
  choice(UNDATED, query.undated, 'undated');
  list(query.facets, ({ field, mode = 'any', values = [] }) => {
    text(field, 'facets.field');
    choice(MODES, mode, 'facets.mode');
    if (!Array.isArray(values)) wrong('facets.values', 'a list', values);
    list(values, (value) => text(value, 'facets.values'));
  });
  list(query.numbers, ({ field, min, max }) => {
    text(field, 'numbers.field');
    bound(min, 'numbers.min');
    bound(max, 'numbers.max');
  });
  list(query.text, (term) => {
    text(term.text, 'text.text');
    flag(term.prefix, 'text.prefix');
    flag(term.negate, 'text.negate');
    flag(term.substring, 'text.substring');
    if (term.field === undefined || term.field === null) numbers.push(-1);
    else text(term.field, 'text.field');
  });
  list(query.sort, ({ by, descending }) => {
    text(by, 'sort.by');
    flag(descending, 'sort.descending');
  });
  return [Float64Array.from(numbers), all];
}
