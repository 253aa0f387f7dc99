/** vis-timeline, its own bundle, every item in the data set; `dense` shows a hundred of them at a time. */
import { DataSet, Timeline } from 'vis-timeline/standalone';

export const title = 'vis-timeline';

export async function mount(host, { events, dense }) {
  const items = new DataSet(events.map(({ id, title, start, end }) => (start === end ? { id, content: title, start } : { id, content: title, start, end })));
  const [from, to] = extent(events);
  const half = (dense ? ((to - from) * 50) / events.length : (to - from) / 2) || 1;
  const middle = (from + to) / 2;
  let frames = 0;
  const timeline = new Timeline(host, items, { start: middle - half, end: middle + half, height: '100%', showCurrentTime: false });
  timeline.on('changed', () => frames++);
  await new Promise((resolve) => timeline.on('changed', resolve));
  return {
    window: () => {
      const { start, end } = timeline.getWindow();
      return { from: start.valueOf(), to: end.valueOf() };
    },
    show: (from, to) => timeline.setWindow(from, to, { animation: false }),
    frames: () => frames,
  };
}

function extent(events) {
  return events.reduce(([from, to], { start, end }) => [Math.min(from, start), Math.max(to, end)], [Infinity, -Infinity]);
}
