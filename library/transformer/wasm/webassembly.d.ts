/** What the kernels use of the WebAssembly of Node, beside what the sandbox does. */
declare namespace WebAssembly {
  const Module: new (bytes: Uint8Array) => Module
  const Memory: new (descriptor: { initial: number; maximum: number; shared: boolean }) => Memory
  interface Memory {
    grow(pages: number): number
  }
  const Instance: new (
    module: Module,
    imports: { env: { memory: Memory } },
  ) => { readonly exports: object }
}
