/**
 * The module comes in parts: what a first picture runs, what completes its view, what a reader's hand asks for, and all else.
 * A part asks for the next one when it calls a function that is not there; a module that was not cut never asks.
 */

/** Only where they lie, in the order in which they come: of the package nothing is imported here. */
const LATER = [
  { name: 'next', address: new URL('../pkg/event_timeline_next.wasm', import.meta.url) },
  { name: 'hand', address: new URL('../pkg/event_timeline_hand.wasm', import.meta.url) },
  { name: 'late', address: new URL('../pkg/event_timeline_late.wasm', import.meta.url) },
] as const;

export type ModuleSource = BufferSource | WebAssembly.Module | URL | string;

/** A part cannot be had: the core has stopped where it needed it, and cannot go on. */
export class PartMissing extends Error {
  override name = 'PartMissing';
}

/** `late` is what files need: other formats, tables, what events are written as; and what was not foreseen. */
export type PartName = Part['name'];

type Part = (typeof LATER)[number];

export class LateParts {
  /** What a further part joins. */
  #joined: Record<string, WebAssembly.Exports> = {};
  #missing: readonly Part[] = [];
  readonly #coming = new Map<Part, Promise<WebAssembly.Module>>();

  /** Tells what the later parts join. */
  of(exports: WebAssembly.Exports): void {
    if (!exports.late) return;
    this.#joined = { first: exports };
    this.#missing = LATER;
  }

  /** Whether a part is there. */
  has(name: PartName): boolean {
    return this.#missing.every((part) => part.name !== name);
  }

  /** Joins a part, and those before it, where they are missing: all are asked for at once, and each by one alone. */
  async bring(name: PartName, sources: readonly ModuleSource[] = []): Promise<void> {
    const wanted = this.#missing.slice(0, this.#missing.findIndex((part) => part.name === name) + 1);
    const modules = await Promise.all(wanted.map((part) => this.#asked(part, sources[LATER.indexOf(part)])));
    for (const [i, part] of wanted.entries()) {
      const module = modules[i];
      // Meanwhile somebody may have waited for it.
      if (module && this.#missing[0] === part) this.#join(module);
    }
  }

  #asked(part: Part, source: ModuleSource = part.address): Promise<WebAssembly.Module> {
    let module = this.#coming.get(part);
    if (!module) {
      module = compiled(source).finally(() => this.#coming.delete(part));
      this.#coming.set(part, module);
    }
    return module;
  }

  #join(module: WebAssembly.Module): void {
    const [part, ...others] = this.#missing;
    if (!part) return;
    const { exports } = new WebAssembly.Instance(module, this.#joined);
    this.#joined = { ...this.#joined, [part.name]: exports };
    this.#missing = others;
  }

  /** A part cannot go on without the next one. Everything here waits until it has come: only for workers. */
  load(): void {
    try {
      const [part] = this.#missing;
      if (!part) throw new Error('there is none');
      this.#join(new WebAssembly.Module(fetched(part.address)));
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
