/** The report as text to paste into a table or a letter: a line each, tabs between. */

import type { Diagnostic, FileReport } from '../types.ts';
import type { FileStrings } from '../words/file-strings.ts';

export function reportText(diagnostics: readonly Diagnostic[], files: readonly FileReport[], words: Pick<FileStrings, 'reportColumns' | 'severity'>): string {
  const lines = diagnostics.map(({ file, line, column, severity, path, message, excerpt }) =>
    [files[file]?.name ?? '', line || '', column || '', words.severity[severity] ?? severity, path, message, excerpt]);
  return [words.reportColumns, ...lines].map((cells) => cells.map(cell).join('\t')).join('\n') + '\n';
}

/** A cell stays in its line and its column. */
function cell(value: string | number): string {
  return String(value).replace(/[\t\r\n]+/g, ' ');
}
