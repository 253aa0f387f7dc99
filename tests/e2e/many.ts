/** Sets of any size, made when they are needed. */

const DAY_MS = 86_400_000;

/** The same numbers at every run (a linear congruential generator). */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) / 0x8000_0000;
}

export interface Many {
  count: number;
  /** Distinct values of the field `place`. */
  places?: number;
}

/** JSON of a set over twenty years: instants and spans, busy weeks, a few kinds, many places. Events come in no order. */
export function* manyEvents({ count, places = 400 }: Many): Generator<string> {
  const next = random(7);
  const bursts = Array.from({ length: 50 }, () => next());
  const words = Array.from({ length: 2000 }, (_, index) => `${'bcdfglmnprst'[index % 12]}${'aeiou'[index % 5]}${'lmnrstvk'[index % 8]}${'aeio'[index % 4]}${index.toString(36)}`);
  const word = (): string => words[Math.floor(next() ** 2 * words.length)] ?? 'word';
  const zipf = (values: number): number => Math.floor(values ** next()) - 1;
  yield '{"title":"Many events","events":[\n';
  for (let index = 0; index < count; index++) {
    const at = next() < 0.3 ? Math.min(0.999, (bursts[Math.floor(next() * 50)] ?? 0) + next() * 0.002) : next() ** 0.7;
    const start = Math.floor(Date.UTC(2003) + at * 20 * 365.25 * DAY_MS);
    const end = next() < 0.3 ? `,"end":${start + Math.floor(Math.exp(1.6 * (next() + next() + next() - 1.5) * 2) * 10 * DAY_MS)}` : '';
    const title = `${word()} ${word()} ${word()} ${word()} ${word()}`;
    yield `{"id":"n${index}","title":"${title}","start":${start}${end},"kind":"kind ${zipf(8) + 1}","actor":"actor ${zipf(40) + 1}",` +
      `"place":"place ${zipf(places) + 1}"}${index + 1 < count ? ',' : ''}\n`;
  }
  yield ']}';
}
