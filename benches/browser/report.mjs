/** The tables: medians, first calls, what issue and machine ask of us, memory, size. */
import { median, quantile } from './measure.mjs';
import { SORTS } from './operations.mjs';

/**
 * Rows with the greatest ratio that ours may have to a peer: the fastest of them, or the one named. A page far down and
 * the first call of a sort are held against the typed arrays, documents against `JSON.parse`, columns against what
 * makes its indexes from them.
 */
const ROWS = [
  { label: 'JSON text → ready', row: 'load json', target: 1.3, peer: 'plain' },
  { label: 'CSV text → ready', row: 'load csv', target: 0.7 },
  { label: 'columns (Arrow) → ready', row: 'load arrow', target: 0.5, large: 0.3, peer: 'typed' },
  { label: 'time range → count, ids', row: 'timeRange', target: 1 },
  { label: 'three new filters → all', row: 'interaction', target: 0.5, large: 0.35 },
  { label: 'brush sweep p50', row: 'sweep', target: 1, share: 0.5 },
  { label: 'brush sweep p95', row: 'sweep', target: 1, share: 0.95 },
  ...SORTS.map((key) => ({ label: `sort ${key}: first page`, row: `sort:${key}`, target: 1.5 })),
  ...SORTS.map((key) => ({ label: `sort ${key}: deep page`, row: `sort:${key} deep`, target: 1, peer: 'typed' })),
  { label: 'substring', row: 'substring', target: 0.35 },
  { label: 'word prefix', row: 'prefix', target: 0.1 },
  { label: 'typing, per key p50', row: 'typing', target: 0.1, share: 0.5 },
  { label: 'typing, per key p95', row: 'typing', target: 0.1, share: 0.95 },
  { label: 'window + lanes', row: 'window', target: 1 },
];
const FIRST_CALLS = [
  ...ROWS.filter(({ share }) => share !== 0.95).map(({ label, row }) => ({ label: label.replace(' p50', ''), row })),
].map((entry) => (SORTS.some((key) => entry.row === `sort:${key}`) ? { ...entry, target: 0.5, peer: 'typed' } : entry));
/** Beyond this, the targets for large sets. */
const LARGE = 5_000_000;
const MEMORY_MIB = 200;

export function report(events, results, sizes) {
  const large = events > LARGE;
  const rows = ROWS.map((row) => ({ ...row, target: large ? (row.large ?? row.target) : row.target }));
  const value = (result, { row, share = 0.5 }) => {
    const samples = samplesOf(result, row)?.samples;
    if (!samples?.length) return NaN;
    return share === 0.5 ? median(samples) : quantile(samples, share);
  };
  const first = (result, { row }) => samplesOf(result, row)?.first ?? NaN;
  return [
    `\n${events.toLocaleString('en')} events; milliseconds, median`,
    table(rows, results, value),
    '\nFirst call (indexes are built here)',
    table(FIRST_CALLS, results, first),
    `\nMemory after loading and a collection, MiB over the page before (ours may take ${MEMORY_MIB})`,
    memoryTable(results, sizes),
  ].join('\n');
}

function samplesOf({ loads, rows = {} }, row) {
  const form = row.startsWith('load ') && row.slice(5);
  return form ? loads[form] : rows[row];
}

function table(rows, results, value) {
  const head = ['', ...results.map(({ name }) => name), 'best peer', 'ratio', 'target', ''];
  const lines = rows.map((row) => {
    const values = results.map((result) => value(result, row));
    const { ratio, peer } = against(row, results, values);
    const verdict = !row.target || !Number.isFinite(ratio) ? '' : ratio <= row.target ? 'reached' : 'missed';
    return [row.label, ...values.map(figure), peer ?? '', figure(ratio), row.target ? `≤ ${row.target}` : '', verdict];
  });
  return aligned([head, ...lines]);
}

/** Ours to the peer named, else to the fastest. */
export function against({ peer }, results, values) {
  const ours = results.findIndex(({ name }) => name === 'ours');
  const peers = results.map(({ name }, i) => ({ name, value: values[i] })).filter(({ name, value }) => name !== 'ours' && Number.isFinite(value) && (!peer || name === peer));
  if (ours < 0 || !peers.length) return { ratio: NaN };
  const best = peers.reduce((a, b) => (b.value < a.value ? b : a));
  return { ratio: values[ours] / best.value, peer: best.name };
}

function memoryTable(results, sizes) {
  const forms = results.flatMap((result) => result.forms.map((form) => ({ result, form, ...result.loads[form] })));
  const lines = [['', 'RSS', 'JS heap', 'page before', 'process peak', 'ready, ms', 'gzip, kB', 'load average']];
  for (const { result, form, memory, create } of forms) {
    const kB = sizes[result.name] === undefined ? NaN : sizes[result.name] / 1000;
    const average = `${result.load.start.toFixed(1)} – ${result.load.end.toFixed(1)}`;
    lines.push([`${result.name} from ${form}`, ...[memory.rss, memory.heap, memory.before, memory.peak].map((mib) => mib.toFixed(1)), figure(create), figure(kB), average]);
  }
  return aligned(lines);
}

function figure(value) {
  if (!Number.isFinite(value)) return '–';
  return value >= 1000 ? String(Math.round(value)) : value.toPrecision(3);
}

export function aligned(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ')).join('\n');
}
