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

/** Parts that come later are imported and nothing else: Vite's own way puts links for them into the head of the page. */
function plainImports(): Plugin {
  const helper = '\0vite/preload-helper.js';
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: { filter: { id: /vite\/preload-helper/ }, handler: (id) => (id === helper ? 'export const __vitePreload = (load) => load();' : null) },
  };
}

/** What a first view needs, and how it comes in one file: each further one would be asked for when the first is there. */
const shell = new Set<string>();

/** Finds the modules of the element. Those that the headless core has too stand in both, so that neither waits for the other. */
function ownParts(): Plugin {
  const entry = here('www/src/core.ts');
  // Where no worker can start, the host on the page asks the same module.
  const core = new Set([entry, here('www/src/engine-host.ts')]);
  const own = '?core';
  return {
    name: 'own-parts',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const from = importer?.replace(own, '') ?? '';
      if (!source.startsWith('.') || !core.has(from)) return null;
      const file = fileURLToPath(new URL(source.replace(/\.js$/, '.ts'), `file://${from}`));
      if (!file.includes('/www/src/') || file === entry) return null;
      core.add(file);
      return file + own;
    },
    buildEnd() {
      const add = (id: string): void => {
        if (shell.has(id)) return;
        shell.add(id);
        this.getModuleInfo(id)?.importedIds.forEach(add);
      };
      add(here('www/src/event-timeline.ts'));
    },
  };
}

/** Classes of the module's glue that a script does not use need not be in it: nothing but their own upkeep mentions them. */
function unusedGlue(): Plugin {
  return {
    name: 'unused-glue',
    apply: 'build',
    transform: {
      filter: { id: /\/pkg\/event_timeline\.js$/ },
      handler: (code) => ({
        code: code.replace(/^if \(Symbol\.dispose\).*$/gm, '').replaceAll(': new FinalizationRegistry(', ': /* @__PURE__ */ new FinalizationRegistry('),
        map: null,
      }),
    },
  };
}

/** Indentation and line breaks of the shell's templates and styles mean nothing to a browser. */
function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\/www\/src\/.*\.ts$/ },
      handler(code) {
        const cuts: { from: number; to: number; text: string }[] = [];
        walk(this.parse(code), (node) => {
          if (node.type !== 'TaggedTemplateExpression' || !['html', 'svg', 'css'].includes(node.tag.name)) return;
          const tighten = node.tag.name === 'css' ? tightStyle : tightMarkup;
          for (const { start, end, value } of node.quasi.quasis) {
            // Where the parser counts the quotes in, the text is inside them.
            const from = code.indexOf(value.raw, start);
            if (from < 0 || from > end) throw new Error('a template is not where the parser says');
            cuts.push({ from, to: from + value.raw.length, text: tighten(value.raw) });
          }
        });
        cuts.sort((a, b) => b.from - a.from);
        return { code: cuts.reduce((text, { from, to, text: tight }) => text.slice(0, from) + tight + text.slice(to), code), map: null };
      },
    },
  };
}

/** One space stands for a line break with its indentation, as it does on a page. */
function tightMarkup(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

function tightStyle(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};]) ?/g, '$1');
}

interface SyntaxNode { type: string; start: number; end: number; [key: string]: any }

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (child && typeof child.type === 'string') walk(child, visit);
  }
}

export default defineConfig({
  root: here('www'),
  // Relative addresses: the site works from any folder of any file host.
  base: './',
  plugins: [copyData(), plainImports(), ownParts(), tightTemplates()],
  worker: {
    format: 'es',
    plugins: () => [unusedGlue()],
    rolldownOptions: { output: { chunkFileNames: 'assets/worker-[name]-[hash].js' } },
  },
  build: {
    outDir: here('www/dist'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses; the page's policy allows them for images only.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: {
        index: here('www/index.html'),
        'event-timeline': here('www/src/event-timeline.ts'),
        core: here('www/src/core.ts'),
      },
      preserveEntrySignatures: 'allow-extension',
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'event-timeline', test: (id) => shell.has(id) }] },
        // All of it runs for a first picture: a browser that knows these words makes it ready beside the page, not when it is called.
        postBanner: (chunk) => (chunk.name === 'event-timeline' ? '//# allFunctionsCalledOnLoad' : ''),
        entryFileNames: (chunk) => (stable.includes(chunk.name) ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
