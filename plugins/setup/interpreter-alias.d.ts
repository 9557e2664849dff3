/** Each Vitest project maps this to the file of its own interpreter. */
declare module '#interpreter' {
  const interpreter: import('../contracts.ts').InterpreterFactory
  export default interpreter
}
