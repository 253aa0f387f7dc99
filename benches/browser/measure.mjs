/** Runs a plan through one adapter; the same in a page and in Node. */
import { checksum } from './operations.mjs';

/** Milliseconds after which an operation's remaining calls are left out; three samples are always taken. */
const BUDGET = 15_000;
const LEAST_SAMPLES = 3;

/**
 * Rows of samples with their first call apart, and the checksums of all answers, made outside the timed part.
 * An adapter without a method leaves the rows out. `ids` are those of the events in the document's order.
 */
export async function measure(adapter, operations, ids) {
  const result = { rows: {}, checks: {}, errors: {} };
  for (const operation of operations) {
    if (!operation.steps.every(({ method }) => adapter[method])) continue;
    try {
      await run(adapter, operation, ids, result);
    } catch (error) {
      result.errors[operation.name] = String(error?.message ?? error);
    }
  }
  return result;
}

async function run(adapter, { name, warmUp, steps }, ids, { rows, checks }) {
  const began = performance.now();
  for (const [i, { method, args, row }] of steps.entries()) {
    rows[row] ??= { first: null, samples: [] };
    const { samples } = rows[row];
    if (samples.length >= LEAST_SAMPLES && performance.now() - began > BUDGET) break;
    const { answer, ms } = await timed(() => adapter[method](args));
    rows[row].first ??= ms;
    if (i >= warmUp) samples.push(ms);
    const plain = adapter.plain ? adapter.plain(method, answer) : answer;
    checks[`${name} ${i}`] = checksum[method](plain, (rows) => adapter.idsOf(rows, ids));
  }
}

/**
 * Every step by one adapter after the other, the whole plan several times over, and of each step the least time: what is left
 * of a busy machine's noise is little. All is warm, and each finds the memory as the others left it.
 */
export async function inTurn(adapters, operations, passes) {
  const rows = {};
  for (const { steps, warmUp } of operations) {
    for (let pass = 0; pass < passes; pass++) {
      for (const [i, { method, args, row }] of steps.entries()) {
        const names = Object.keys(adapters);
        if ((pass + i) % 2) names.reverse();
        for (const name of names) {
          const { ms } = await timed(() => adapters[name][method](args));
          const least = ((rows[row] ??= {})[name] ??= []);
          if (i >= warmUp) least[i] = Math.min(least[i] ?? Infinity, ms);
        }
      }
    }
  }
  return rows;
}

/** An answer that is no promise is not awaited: a turn of the microtask queue is no part of it. */
export async function timed(call) {
  const began = performance.now();
  let answer = call();
  if (answer instanceof Promise) answer = await answer;
  return { answer, ms: performance.now() - began };
}

/** The value that a share of the samples does not exceed. */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
