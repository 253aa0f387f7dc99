/** As many events as the reader asks for, made up on the spot and shown by the same tag. */

import type { MadeUp } from './made-up-events.ts';

const buttons = document.querySelectorAll<HTMLButtonElement>('.sizes button');
const told = document.querySelector<HTMLElement>('#many-told');
const place = document.querySelector<HTMLElement>('#many-place');
const timeline = document.createElement('event-timeline');
let worker: Worker | undefined;

/** Takes the place of those shown before. */
export function show(count: number): void {
  for (const button of buttons) button.setAttribute('aria-pressed', String(Number(button.dataset.count) === count));
  tell(`Making up ${words(count)} events …`);
  // A choice made meanwhile takes the place of the one before.
  worker?.terminate();
  worker = new Worker(new URL('./made-up-events.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<MadeUp>) => {
    worker?.terminate();
    worker = undefined;
    open(data);
  });
  worker.addEventListener('error', () => tell('They could not be made: the browser started no worker for it.'));
  worker.postMessage(count);
}

function open({ bytes, madeMs }: MadeUp): void {
  const megabytes = words(Math.round(bytes.length / 1e5) / 10);
  const made = `${megabytes} MB of CSV, made up in ${seconds(madeMs)}`;
  tell(`${made}; reading …`);
  if (!timeline.isConnected) {
    const { theme } = document.documentElement.dataset;
    for (const [name, value] of Object.entries({ format: 'csv', 'color-by': 'kind', 'theme': theme ?? 'auto' })) timeline.setAttribute(name, value);
    place?.append(timeline);
  }
  const began = performance.now();
  timeline.addEventListener('ready', () => tell(`${made}; read, sorted and ready to be searched in ${seconds(performance.now() - began)}.`), { once: true });
  Object.assign(timeline, { data: bytes });
}

function tell(text: string): void {
  if (told) told.textContent = text;
}

function seconds(ms: number): string {
  return `${words(Math.round(ms / 10) / 100)} s`;
}

function words(number: number): string {
  return number.toLocaleString('en-GB');
}
