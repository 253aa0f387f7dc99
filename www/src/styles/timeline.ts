/** All sheets of the element, in the order in which they build on one another. */

import { css } from 'lit';
import { controlStyles } from './controls.js';
import { detailStyles } from './detail.js';
import { dialogStyles } from './dialogs.js';
import { facetStyles } from './facets.js';
import { frameStyles } from './frame.js';
import { legendStyles } from './legend.js';
import { noticeStyles } from './notices.js';
import { tokens } from './tokens.js';

const calm = css`
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after,
    dialog::backdrop {
      animation: none !important;
      transition: none !important;
    }
  }
`;

export const timelineStyles = [tokens, controlStyles, frameStyles, facetStyles, detailStyles, legendStyles, noticeStyles, dialogStyles, calm];
