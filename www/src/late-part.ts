/**
 * The module comes in two parts: what a first view runs, and all else. The first part asks for the late one when it calls a
 * function that is not there; a module that was not cut in two never asks.
 */

/** Only where it lies: of the package nothing is imported here. */
const ADDRESS = new URL('../pkg/event_timeline_late.wasm', import.meta.url);

export type ModuleSource = BufferSource | WebAssembly.Module | URL | string;

/** The late part cannot be had: the core has stopped where it needed it, and cannot go on. */
export class PartMissing extends Error {
  override name = 'PartMissing';
}

export class LatePart {
  #exports: WebAssembly.Exports | undefined;

  /** Tells what the late part joins. */
  of(exports: WebAssembly.Exports): void {
    if (exports.late) this.#exports = exports;
  }

  /** Whether the first part waits for it. */
  get isMissing(): boolean {
    return this.#exports !== undefined;
  }

  /** Joins it, where it is still missing. */
  async bring(source: ModuleSource = ADDRESS): Promise<void> {
    if (this.isMissing) this.join(await compiled(source));
  }

  join(module: WebAssembly.Module): void {
    if (!this.#exports) return;
    new WebAssembly.Instance(module, { first: this.#exports });
    this.#exports = undefined;
  }

  /** The first part cannot go on without it. Everything here waits until it has come: only for workers. */
  load(): void {
    try {
      this.join(new WebAssembly.Module(fetched(ADDRESS)));
    } catch (reason) {
      throw new PartMissing(`a part of the engine could not be loaded: ${String(reason)}`);
    }
  }
}

/** Compiled as it comes, where the server names it well. */
export async function compiled(source: ModuleSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (!(source instanceof URL || typeof source === 'string')) return WebAssembly.compile(source);
  const url = new URL(source, globalThis.location?.href);
  if (url.protocol === 'file:') return WebAssembly.compile(await readFile(url));
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  const isNamed = response.headers.get('content-type')?.startsWith('application/wasm');
  return isNamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Node has no `fetch` for files. The name is a variable so that bundlers for the page leave it alone. */
async function readFile(url: URL): Promise<BufferSource> {
  const name = 'node:fs/promises';
  const fs = (await import(/* @vite-ignore */ name)) as { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
  return fs.readFile(url);
}

function fetched(address: URL): ArrayBuffer {
  if (!('WorkerGlobalScope' in globalThis)) throw new Error('nothing can wait for it here');
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${address.pathname}: ${request.status}`);
  return request.response as ArrayBuffer;
}
