import { MOST_UNITS_OF_BATCH, MOST_UNITS_OF_OUTPUT } from './limits.ts'

/**
 * The part of the harness that lives in the virtual machine with the code. It is evaluated, and
 * takes all it needs from the globals, before any code runs; the code cannot reach what it
 * closes over. So code that redefines a global changes its own outputs at most.
 *
 * Its value is an object of two functions, one a category, which take the inputs and give a
 * function that runs `f` on them. That one returns the name of what stopped it, or the outputs:
 * - numeric: `buffer` holds `length` float64 and as many bytes, which are 0. Outputs replace the
 *   inputs, and a byte is 1 where there is none;
 * - strings: JSON texts of an array of strings, or null where there is none.
 */
export const GUEST_HARNESS = `'use strict';
(({ Error, Float64Array, InternalError, JSON, Object, Uint8Array }) => {
  const { parse, stringify } = JSON
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Object
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

  return {
    numeric: (buffer, length) => {
      const values = new Float64Array(buffer, 0, length)
      const missing = new Uint8Array(buffer, 8 * length, length)
      return (f) => {
        for (let i = 0; i < length; i++) {
          try {
            const output = f(values[i])
            if (typeof output === 'number') values[i] = output
            else missing[i] = 1
          } catch (error) {
            if (isOutOfMemory(error)) return 'memory'
            missing[i] = 1
          }
        }
        return ''
      }
    },
    strings: (text) => {
      const values = parse(text)
      const { length } = values
      // JSON.stringify would ask a prototype for toJSON.
      setPrototypeOf(values, null)
      return (f) => {
        let units = 0
        for (let i = 0; i < length; i++) {
          const input = values[i]
          values[i] = null
          try {
            const output = f(input)
            if (typeof output === 'string' && output.length <= ${MOST_UNITS_OF_OUTPUT}) {
              values[i] = output
              units += output.length
              if (units > ${MOST_UNITS_OF_BATCH}) return 'output'
            }
          } catch (error) {
            if (isOutOfMemory(error)) return 'memory'
          }
        }
        return stringify(values)
      }
    },
  }
})(globalThis)`
