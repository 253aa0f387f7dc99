/** Words on a page that is read from right to left. Ours are English there too: each line goes the way of its own first word. */

import { css } from 'lit';

export const directionStyles = css`
  [dir='rtl'] :is(h2, h3, h4, p, li, dt, dd, th, td, span, label, legend, button, option, input) {
    unicode-bidi: plaintext;
  }
  [dir='rtl'] :is(h2, h3, h4, p, li, dt, dd, th, td) {
    text-align: right;
  }
  [dir='rtl'] .glyph {
    direction: ltr;
  }
`;
