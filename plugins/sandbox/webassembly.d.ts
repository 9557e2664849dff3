/**
 * What the sandbox uses of the WebAssembly of Node: TypeScript declares it for browsers only,
 * together with all their globals.
 */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string
  }
  class RuntimeError extends Error {}
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  function compile(bytes: Uint8Array): Promise<Module>
}
