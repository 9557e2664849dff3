import { MOST_UNITS_OF_BATCH, MOST_UNITS_OF_OUTPUT, TOO_LONG } from './limits.ts'

/**
 * The part of the harness that lives in the virtual machine with the code. It is evaluated, and
 * takes all it needs from the globals, before any code runs; the code cannot reach what it
 * closes over. So code that redefines a global changes its own outputs at most.
 *
 * Its value is an object of two functions, one a wire, which take the inputs and give a function
 * that runs `f` on them. That one returns the name of what stopped it, `memory` or `output`, or
 * else:
 * - numbers: why the first input without an output has none, or nothing. `buffer` holds `length`
 *   float64 and as many bytes, which are 0. Outputs replace the inputs, and a byte is 1 where
 *   there is none;
 * - json: the JSON text of `JsonOutputs`, see wires.ts.
 */
export const GUEST_HARNESS = `'use strict';
(({ Error, Float64Array, Function, InternalError, JSON, Object, String, Uint8Array }) => {
  const { parse, stringify } = JSON
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Object
  const slice = Function.prototype.call.bind(String.prototype.slice)
  const failure = InternalError.prototype

  // Call sites give away the functions on the stack, the harness's too.
  defineProperty(Error, 'prepareStackTrace', { value: undefined, configurable: false })

  // The code may have thrown anything, a proxy for instance: this may run code of its own.
  const isOutOfMemory = (error) => {
    try {
      return (
        typeof error === 'object' && error !== null && getPrototypeOf(error) === failure &&
        getOwnPropertyDescriptor(error, 'message').value === 'out of memory'
      )
    } catch {
      return false
    }
  }

  // This may run code of its own as well.
  const described = (error) => {
    try {
      if (error instanceof Error) {
        const { name, message } = error
        if (typeof name === 'string' && typeof message === 'string')
          return slice(name, 0, 1000) + ': ' + slice(message, 0, 1000)
      }
    } catch {
      // An error that cannot even be read is described by its type.
    }
    return typed(error)
  }

  const typed = (value) => (value === null ? 'null' : 'a value of type ' + typeof value)

  const whyNone = (output) => 'gave ' + (typeof output === 'number' ? output : typed(output))

  // The JSON text of what is no string; undefined where it has none.
  const toJson = (output) => {
    const type = typeof output
    if (type !== 'object' && type !== 'number' && type !== 'boolean') return
    const text = stringify(output)
    // What merely turns into null, as NaN does, is not null.
    return text === 'null' && output !== null ? undefined : text
  }

  return {
    numbers: (buffer, length) => {
      const values = new Float64Array(buffer, 0, length)
      const missing = new Uint8Array(buffer, 8 * length, length)
      return (f) => {
        let reason = ''
        for (let i = 0; i < length; i++) {
          try {
            const output = f(values[i])
            if (typeof output === 'number') {
              values[i] = output
              continue
            }
            reason ||= whyNone(output)
          } catch (error) {
            if (isOutOfMemory(error)) return 'memory'
            reason ||= 'threw ' + described(error)
          }
          missing[i] = 1
        }
        return reason
      }
    },
    json: (text) => {
      const outputs = parse(text)
      const { length } = outputs
      // JSON.stringify would ask a prototype for toJSON.
      setPrototypeOf(outputs, null)
      return (f) => {
        let units = 0
        let reason = ''
        for (let i = 0; i < length; i++) {
          const input = outputs[i]
          outputs[i] = null
          let failing = 'threw '
          try {
            const output = f(input)
            failing = 'gave no JSON: '
            const isText = typeof output === 'string'
            const text = isText ? output : toJson(output)
            if (text === undefined) reason ||= whyNone(output)
            else if (text.length > ${MOST_UNITS_OF_OUTPUT}) reason ||= '${TOO_LONG}'
            else {
              outputs[i] = isText ? text : { __proto__: null, json: text }
              units += text.length
              if (units > ${MOST_UNITS_OF_BATCH}) return 'output'
            }
          } catch (error) {
            if (isOutOfMemory(error)) return 'memory'
            reason ||= failing + described(error)
          }
        }
        return stringify({ __proto__: null, outputs, reason })
      }
    },
  }
})(globalThis)`
