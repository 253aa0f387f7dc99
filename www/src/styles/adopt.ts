/** Sheets that come with a later part. */

import type { CSSResult } from 'lit';

/** Puts those after the others that are not among them. */
export function adoptStyles(root: Node, styles: readonly CSSResult[]): void {
  const shadow = root as ShadowRoot;
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []).filter((sheet) => !shadow.adoptedStyleSheets.includes(sheet));
  if (sheets.length > 0) shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, ...sheets];
}
