/** The sheets of the element's first view, in the order in which they build on one another. */

import { css } from 'lit';
import { controlStyles } from './controls.ts';
import { frameStyles } from './frame.ts';
import { legendStyles } from './legend.ts';
import { noticeStyles } from './notices.ts';
import { tokens } from './tokens.ts';

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

export const timelineStyles = [tokens, controlStyles, frameStyles, legendStyles, noticeStyles, calm];
