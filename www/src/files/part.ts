/** All about files: opening them, what was read of them, what their columns mean, what they are written as. */

import { showDialogs } from '../element/dialog.ts';
import { dialogStyles } from '../styles/dialogs.ts';
import { fileStyles } from '../styles/files.ts';
import { banners, welcome } from './banners.ts';
import './define.ts';
import { fileDialogs } from './dialogs.ts';
import { openedFile, ReaderFiles } from './reader-files.ts';

export const files = {
  /** To stand after those of the element. */
  styles: [dialogStyles, fileStyles],
  banners, welcome, dialogs: fileDialogs, showDialogs, openedFile, ReaderFiles,
};
