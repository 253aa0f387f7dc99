/** Our element, given the document's bytes: reading them is part of its first picture. */
import '/www/dist/event-timeline.js';

export const title = 'event-timeline';

export async function mount(host, { bytes, groupBy }) {
  const element = document.createElement('event-timeline');
  element.gestures = 'greedy';
  element.groupBy = groupBy ?? null;
  element.style.cssText = 'display: block; width: 100%; height: 100%';
  const failed = new Promise((_, reject) => element.addEventListener('error', ({ detail }) => reject(new Error(detail?.message ?? 'not opened'))));
  let frames = 0;
  const drawn = new Promise((resolve) => {
    const look = () => {
      const axis = element.shadowRoot?.querySelector('event-timeline-axis');
      if (!axis) return requestAnimationFrame(look);
      axis.addEventListener('frameready', () => {
        frames++;
        resolve();
      });
      if (axis.stage?.settledPicture?.()) resolve();
    };
    look();
  });
  const opened = new Promise((resolve) => element.addEventListener('ready', resolve));
  element.data = bytes;
  host.append(element);
  await Promise.race([Promise.all([opened, drawn]), failed]);
  return {
    window: () => element.getWindow(),
    show: (from, to) => element.setWindow(from, to),
    frames: () => frames,
  };
}
