/** TimelineJS3: a move of the slider is what its own dragging does; its zoom has fixed steps. */
export const title = 'TimelineJS3';

export async function mount(host, { events }) {
  await script('/node_modules/@knight-lab/timelinejs/dist/js/timeline.js');
  await style('/node_modules/@knight-lab/timelinejs/dist/css/timeline.css');
  host.id = 'timelinejs';
  const { Timeline } = globalThis.TL;
  const set = { events: events.map(({ id, title, start, end }) => ({ unique_id: `e${id}`, start_date: date(start), end_date: date(end), text: { headline: title } })) };
  const began = performance.now();
  const timeline = new Timeline(host.id, set, { font: null, script_path: '/node_modules/@knight-lab/timelinejs/dist/js/', lang: 'en' });
  await new Promise((resolve) => timeline.on('loaded', resolve));
  const slider = host.querySelector('.tl-timenav-slider');
  const left = parseFloat(slider.style.left) || 0;
  let level = 0;
  return {
    // Fetching its code is no part of its first picture.
    began,
    pan: (share) => {
      slider.style.left = `${left + share * innerWidth}px`;
    },
    /** Three steps in, three out. */
    zoom: (share) => {
      const wanted = Math.round(share * 3);
      if (wanted > level) timeline.zoomIn();
      else if (wanted < level) timeline.zoomOut();
      level = wanted;
    },
  };
}

function date(ms) {
  const at = new Date(ms);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
}

function script(src) {
  return loaded(Object.assign(document.createElement('script'), { src }));
}

function style(href) {
  return loaded(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
}

function loaded(element) {
  return new Promise((resolve, reject) => {
    Object.assign(element, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
}
