/** The page's side of the renderers' benchmark: mounts one view, moves it, and notes every frame. */

const SECONDS = 3;
/** How far a zoom goes in. */
const DEPTH = 50;

const tasks = [];
new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });

let view;

globalThis.renderers = {
  /** Milliseconds from data in memory to a picture, two frames after the view said it was drawn. */
  async mount(name, url, options) {
    const { mount } = await import(`./views/${name}.mjs`);
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const events = name === 'ours' ? undefined : JSON.parse(new TextDecoder().decode(bytes));
    await rest(300);
    const began = performance.now();
    view = await mount(document.querySelector('#host'), { bytes, events, ...options });
    await frame();
    await frame();
    const ended = performance.now();
    await rest(300);
    return { first: ended - (view.began ?? began), long: long(view.began ?? began, ended), nodes: nodes(document) };
  },

  async pan() {
    const { from, to } = view.window?.() ?? {};
    const pan = view.pan ?? ((share) => view.show(from + (share * (to - from)) / 2, to + (share * (to - from)) / 2));
    return script((t) => pan(Math.sin(2 * Math.PI * t)));
  },

  async zoom(at) {
    const { from, to } = view.window?.() ?? {};
    const middle = at ?? (from + to) / 2;
    const about = (scale) => view.show(middle - (middle - from) * scale, middle + (to - middle) * scale);
    const zoom = view.zoom ?? ((share) => about(DEPTH ** -share));
    return script((t) => zoom((1 - Math.cos(2 * Math.PI * t)) / 2));
  },
};
globalThis.ready = true;

/** Moves the view on every frame; gives the times between frames, and the tasks over 50 ms among them. */
async function script(move) {
  await rest(500);
  const pictures = view.frames?.() ?? NaN;
  const began = await frame();
  const deltas = [];
  for (let last = began; last - began < SECONDS * 1000; ) {
    move((last - began) / (SECONDS * 1000));
    const now = await frame();
    deltas.push(now - last);
    last = now;
  }
  const ended = performance.now();
  await rest(500);
  return { deltas, long: long(began, ended), pictures: (view.frames?.() ?? NaN) - pictures };
}

function frame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function rest(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function long(from, to) {
  const within = tasks.filter(({ startTime, duration }) => startTime + duration > from && startTime < to);
  return { count: within.length, worst: within.reduce((worst, { duration }) => Math.max(worst, duration), 0) };
}

/** Elements in the document and in every shadow tree. */
function nodes(root) {
  let count = 0;
  for (const element of root.querySelectorAll('*')) count += 1 + (element.shadowRoot ? nodes(element.shadowRoot) : 0);
  return count;
}
