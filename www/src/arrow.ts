/** An Arrow table, as the host's own library has it (apache-arrow, DuckDB, parquet readers), as a table of text that the core reads. */

/** What of an Arrow table is needed: its columns by place, and what they are. */
export interface ArrowTable {
  numRows: number;
  schema: { fields: readonly { name: string; type?: { typeId?: number } }[] };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

export function isArrowTable(source: object): source is ArrowTable {
  const { numRows, schema, getChildAt } = source as Partial<ArrowTable>;
  return typeof numRows === 'number' && Array.isArray(schema?.fields) && typeof getChildAt === 'function';
}

/** Rows that become one piece of text: so many that few pieces are needed, so few that none takes long. */
const PIECE_ROWS = 10_000;
/** Arrow's numbers of types whose values are moments. */
const DATE = 8;
const TIMESTAMP = 10;

/** The table as CSV, piece by piece. A value of several is one cell, its values on lines of their own. */
export function* csvPieces(table: ArrowTable): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const columns = table.schema.fields.map(({ type }, index) => ({ type: type?.typeId, values: table.getChildAt(index) }));
  yield encoder.encode(`${table.schema.fields.map(({ name }) => quoted(name)).join(',')}\n`);
  for (let from = 0; from < table.numRows; from += PIECE_ROWS) {
    let text = '';
    for (let row = from; row < Math.min(from + PIECE_ROWS, table.numRows); row += 1) {
      text += `${columns.map(({ type, values }) => quoted(cell(values?.get(row), type))).join(',')}\n`;
    }
    yield encoder.encode(text);
  }
}

function quoted(text: string): string {
  return text === '' ? '""' : /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cell(value: unknown, type: number | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return moment(value.getTime(), type);
  if (type === DATE || type === TIMESTAMP) return moment(Number(value), type);
  if (typeof value === 'object') {
    if (Symbol.iterator in value) return [...(value as Iterable<unknown>)].map((one) => cell(one, undefined)).filter((one) => one !== '').join('\n');
    return JSON.stringify(value);
  }
  return String(value);
}

function moment(ms: number, type: number | undefined): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(ms);
  const text = new Date(ms).toISOString();
  return type === DATE ? text.slice(0, text.indexOf('T')) : text;
}
