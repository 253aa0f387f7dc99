/** A bare canvas: sorted events, bars in ten lanes, at most 800 a frame. The least that a picture costs. */
export const title = 'bare canvas';

const LANES = 10;
const MOST = 800;

export async function mount(host, { events }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: host.clientWidth, height: host.clientHeight });
  host.append(canvas);
  const context = canvas.getContext('2d');
  const sorted = [...events].sort((a, b) => a.start - b.start);
  const last = sorted.reduce((to, { end }) => Math.max(to, end), -Infinity);
  let shown = { from: sorted[0].start, to: last };
  const show = (from, to) => {
    shown = { from, to };
    draw(context, canvas, sorted, shown);
  };
  show(shown.from, shown.to);
  return { window: () => shown, show };
}

function draw(context, { width, height }, events, { from, to }) {
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  const scale = width / (to - from);
  const inView = events.filter(({ start, end }) => start < to && end >= from);
  const step = Math.max(1, Math.ceil(inView.length / MOST));
  for (let i = 0, lane = 0; i < inView.length; i += step, lane = (lane + 1) % LANES) {
    const { start, end, title } = inView[i];
    const x = (start - from) * scale;
    const y = 40 + (lane * (height - 80)) / LANES;
    context.fillStyle = 'steelblue';
    context.fillRect(x, y, Math.max(3, (end - start) * scale), 14);
    context.fillStyle = 'black';
    if (inView.length < 200) context.fillText(title, x, y + 26);
  }
}
