/** The compiled module, fetched and compiled once a page, whatever the number of elements: each worker gets a handle on it. */

/** Only where it lies: of the package nothing is imported here. */
const ADDRESS = new URL('../pkg/event_timeline_bg.wasm', import.meta.url);

let compiling: Promise<WebAssembly.Module | null> | undefined;

/** Null where the page cannot compile it: the engine then tries for itself, and says what is wrong. */
export function sharedModule(): Promise<WebAssembly.Module | null> {
  compiling ??= compile().catch(() => {
    compiling = undefined;
    return null;
  });
  return compiling;
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(ADDRESS, { credentials: 'same-origin' });
  const isNamed = response.headers.get('content-type')?.startsWith('application/wasm');
  return isNamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
