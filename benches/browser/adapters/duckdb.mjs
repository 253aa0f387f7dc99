/** DuckDB in WebAssembly, in its own worker; category columns are ENUMs. */
import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import { Float64, Uint32, Utf8 } from 'apache-arrow';
import { BINS, FIRST, LAST } from '../events.mjs';
import { FIELDS, LEAST_SHARE, PAGE } from '../operations.mjs';
import { firstFit } from './typed.mjs';

export const title = 'duckdb-wasm';
export const forms = ['json', 'csv', 'arrow'];

const TIME = 'start <= ? AND "end" >= ?';
const SORTS = { startAsc: 'start, id', endDesc: '"end" DESC, id', titleAsc: 'title, id', actorStart: 'actor, start, id' };
const WIDTH = (LAST - FIRST) / BINS;

export async function create({ duckdb }) {
  const worker = new Worker(`${duckdb}duckdb-browser-eh.worker.js`);
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(`${duckdb}duckdb-eh.wasm`);
  const connection = await database.connect();
  // Functions and the first query are compiled and set up here, not in the first load.
  await connection.query('SELECT 1');
  return new DuckDB(database, connection);
}

class DuckDB {
  #database;
  #connection;
  #prepared = new Map();
  #page;

  constructor(database, connection) {
    this.#database = database;
    this.#connection = connection;
  }

  async load(form, bytes) {
    if (form === 'json') await this.#json(bytes);
    else if (form === 'csv') await this.#csv(bytes);
    else await this.#connection.insertArrowFromIPCStream(bytes, { name: 'raw', create: true });
    for (const field of FIELDS) await this.#connection.query(`CREATE TYPE ${field}_name AS ENUM (SELECT DISTINCT ${field} FROM raw ORDER BY ${field})`);
    const categories = FIELDS.map((field) => `${field}::${field}_name AS ${field}`);
    await this.#connection.query(`CREATE TABLE events AS SELECT id, start, "end", ${categories.join(', ')}, title FROM raw`);
    await this.#connection.query('DROP TABLE raw');
    const count = await this.#connection.query('SELECT count(*)::INTEGER AS n FROM events');
    return count.getChild('n').get(0);
  }

  async #json(bytes) {
    await this.#database.registerFileBuffer('events.json', bytes);
    const names = Object.fromEntries(FIELDS.map((field) => [field, new Utf8()]));
    const columns = { id: new Uint32(), start: new Float64(), end: new Float64(), title: new Utf8(), ...names };
    // The other JSON reader is an extension that is fetched from the network.
    await this.#connection.insertJSONFromPath('events.json', { name: 'raw', create: true, columns });
    await this.#database.dropFile('events.json');
  }

  async #csv(bytes) {
    await this.#database.registerFileBuffer('events.csv', bytes);
    const types = `{ id: 'UINTEGER', start: 'DOUBLE', "end": 'DOUBLE', ${[...FIELDS, 'title'].map((name) => `${name}: 'VARCHAR'`).join(', ')} }`;
    await this.#connection.query(`CREATE TABLE raw AS SELECT * FROM read_csv('events.csv', header = true, columns = ${types})`);
    await this.#database.dropFile('events.csv');
  }

  async unload() {
    for (const statement of this.#prepared.values()) await statement.close();
    this.#prepared.clear();
    await this.#connection.query('DROP TABLE events');
    for (const field of FIELDS) await this.#connection.query(`DROP TYPE ${field}_name`);
  }

  async #ask(sql, ...values) {
    if (!this.#prepared.has(sql)) this.#prepared.set(sql, await this.#connection.prepare(sql));
    return this.#prepared.get(sql).query(...values);
  }

  async timeRange({ lo, hi }) {
    const rows = (await this.#ask(`SELECT id FROM events WHERE ${TIME}`, hi, lo)).getChild('id')?.toArray() ?? new Uint32Array(0);
    return { count: rows.length, rows };
  }

  /** One statement: the rows that pass all filters but one are marked once, then counted by each field. */
  async interaction({ lo, hi, actor, kind }) {
    const counted = FIELDS.map((field) => {
      const under = field === 'actor' ? 'k AND t' : field === 'kind' ? 'a AND t' : 'a AND k AND t';
      return `SELECT '${field}' AS what, ${field}::VARCHAR AS name, 0 AS bin, count(*)::INTEGER AS n FROM marked WHERE ${under} GROUP BY ${field}`;
    });
    const sql = `WITH marked AS MATERIALIZED (
        SELECT ${FIELDS.join(', ')}, start, actor IN (?, ?, ?) AS a, kind IN (?, ?) AS k, ${TIME} AS t FROM events WHERE (t AND (a OR k)) OR (a AND k))
      ${counted.join(' UNION ALL ')}
      UNION ALL SELECT 'bins', NULL, floor((start - ${FIRST}) / ${WIDTH})::INTEGER AS bin, count(*)::INTEGER FROM marked WHERE a AND k GROUP BY bin
      UNION ALL SELECT 'count', NULL, 0, count(*)::INTEGER FROM marked WHERE a AND k AND t`;
    return answer(await this.#ask(sql, ...actor, ...kind, hi, lo));
  }

  move(filters) {
    return this.interaction(filters);
  }

  sort({ key, lo, hi }) {
    this.#page = { key, lo, hi };
    return this.page({ offset: 0 });
  }

  async page({ offset }) {
    const { key, lo, hi } = this.#page;
    const table = await this.#ask(`SELECT id, title, start, "end" FROM events WHERE ${TIME} ORDER BY ${SORTS[key]} LIMIT ${PAGE} OFFSET ${offset}`, hi, lo);
    return table.toArray().map(({ id, title, start, end }) => ({ id, title, start, end }));
  }

  async substring({ text }) {
    return count(await this.#ask('SELECT count(*)::INTEGER AS n FROM events WHERE contains(lower(title), ?)', text.toLowerCase()));
  }

  async prefix({ text }) {
    const first = text.toLowerCase();
    return count(await this.#ask('SELECT count(*)::INTEGER AS n FROM events WHERE starts_with(lower(title), ?) OR contains(lower(title), ?)', first, ` ${first}`));
  }

  async window({ lo, hi }) {
    const table = await this.#ask(`SELECT id, start, "end" FROM events WHERE ${TIME} ORDER BY start, id`, hi, lo);
    const [rows, start, end] = ['id', 'start', 'end'].map((name) => table.getChild(name).toArray());
    return { rows, lanes: firstFit(rows.map((_, i) => i), start, end, (hi - lo) / LEAST_SHARE) };
  }

  /** Its rows are ids already. */
  idsOf(rows) {
    return rows;
  }
}

function count(table) {
  return { count: table.getChild('n').get(0) };
}

function answer(table) {
  const facets = Object.fromEntries(FIELDS.map((field) => [field, { names: [], counts: [] }]));
  const bins = new Uint32Array(BINS);
  let count = 0;
  const [what, name, bin, n] = ['what', 'name', 'bin', 'n'].map((column) => table.getChild(column));
  for (let i = 0; i < table.numRows; i++) {
    const kind = what.get(i);
    if (kind === 'bins') bins[bin.get(i)] = n.get(i);
    else if (kind === 'count') count = n.get(i);
    else {
      facets[kind].names.push(name.get(i));
      facets[kind].counts.push(n.get(i));
    }
  }
  return { count, facets, bins };
}
