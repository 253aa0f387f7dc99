/** The Arrow form of the event set: written from columns, read back as plain typed arrays. */
import { Column, batchType, dictionary, float64, tableFromColumns, tableFromIPC, tableToIPC, uint16, uint32, uint8, utf8 } from '@uwdata/flechette';
import { CATEGORIES } from './events.mjs';

/** An IPC stream of one batch: id, start and end as numbers, dictionary categories, titles as UTF-8. */
export function toArrow(events) {
  const columns = { id: column(uint32(), events.id), start: column(float64(), events.start), end: column(float64(), events.end) };
  for (const [field, { names, codes }] of Object.entries(events.categories)) columns[field] = coded(names, codes);
  columns.title = texts(events.title);
  return tableToIPC(tableFromColumns(columns), { format: 'stream' });
}

function column(type, values, more = {}) {
  const Batch = batchType(type);
  return new Column([new Batch({ length: values.length, nullCount: 0, type, validity: new Uint8Array(0), values, ...more })]);
}

function coded(names, codes) {
  const encoder = new TextEncoder();
  const parts = names.map((name) => encoder.encode(name));
  const ends = new Uint32Array(names.length);
  parts.reduce((at, part, i) => (ends[i] = at + part.length), 0);
  // The writer knows a dictionary by its type object: column and values share one.
  const type = utf8();
  const result = column(dictionary(type, codes instanceof Uint8Array ? uint8() : uint16()), codes);
  result.data[0].setDictionary(texts({ bytes: Uint8Array.from(parts.flatMap((part) => [...part])), ends }, type));
  return result;
}

function texts({ bytes, ends }, type = utf8()) {
  const offsets = new Int32Array(ends.length + 1);
  offsets.set(ends, 1);
  const Batch = batchType(type);
  return new Column([new Batch({ length: ends.length, nullCount: 0, type, validity: new Uint8Array(0), values: bytes, offsets })]);
}

/** The same columns as `makeEvents` has them, without a copy of the numbers. */
export function fromArrow(bytes) {
  const table = tableFromIPC(bytes);
  const batch = (name) => table.getChild(name).data[0];
  const categories = {};
  for (const field of Object.keys(CATEGORIES)) {
    const { values, dictionary: names } = batch(field);
    categories[field] = { names: names.toArray(), codes: values };
  }
  const title = batch('title');
  return {
    count: table.numRows,
    id: batch('id').values,
    start: batch('start').values,
    end: batch('end').values,
    categories,
    title: { bytes: title.values, ends: new Uint32Array(title.offsets.buffer, title.offsets.byteOffset + 4, table.numRows) },
  };
}
