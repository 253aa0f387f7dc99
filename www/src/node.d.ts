/** The one module of Node that the shell names: `core.ts` reads the wasm file with it, outside a browser. */
declare module 'node:fs/promises' {
  export function readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
}
