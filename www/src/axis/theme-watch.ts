/** Tells when the page's colours change, whatever changes them, without listening on the page. */

import { css } from 'lit';

/** An element of this class carries the page's colours; `ColorReader` resolves others with it. */
export const probeStyles = css`
  .probe {
    position: absolute;
    inline-size: 0;
    block-size: 0;
    visibility: hidden;
    forced-color-adjust: none;
    border: 0 solid;
    color: var(--event-timeline-text, CanvasText);
    background-color: var(--event-timeline-surface, Canvas);
    transition: color 1ms, background-color 1ms;
  }
`;

/** Calls back at each change; the probe's transition tells of a theme that a class or an attribute switches. Returns the way to stop. */
export function watchTheme(probe: HTMLElement, changed: () => void): () => void {
  const queries = ['(forced-colors: active)', '(prefers-color-scheme: dark)', `(resolution: ${devicePixelRatio}dppx)`].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  probe.addEventListener('transitionend', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    probe.removeEventListener('transitionend', changed);
  };
}
