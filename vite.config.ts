import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Entries that other pages import by name; all else carries a hash. */
const stable = ['event-timeline', 'core'];

/** The demo's sets keep their names, so that a page can say `src="data/…"`. */
function copyData(): Plugin {
  return {
    name: 'copy-data',
    apply: 'build',
    generateBundle() {
      const folder = here('www/data');
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
        this.emitFile({ type: 'asset', fileName: `data/${name}`, source: readFileSync(`${folder}/${name}`) });
      }
    },
  };
}

export default defineConfig({
  root: here('www'),
  // Relative addresses: the site works from any folder of any file host.
  base: './',
  plugins: [copyData()],
  worker: { format: 'es' },
  build: {
    outDir: here('www/dist'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses; the page's policy allows them for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: here('www/index.html'),
        'event-timeline': here('www/src/event-timeline.ts'),
        core: here('www/src/core.ts'),
      },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: (chunk) => (stable.includes(chunk.name) ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
