/**
 * The words that JavaScript brings with it: the names of all properties of the sandbox's
 * intrinsics (QuickJS-ng, ES2025), whatever object they are of.
 */
export const BUILT_IN_WORDS: ReadonlySet<string> = new Set(
  `
  ABORT_ERR AggregateError Array ArrayBuffer AsyncDisposableStack BYTES_PER_ELEMENT BigInt
  BigInt64Array BigUint64Array Boolean DATA_CLONE_ERR DOMException DOMSTRING_SIZE_ERR DataView
  Date DisposableStack E EPSILON Error EvalError FinalizationRegistry Float16Array Float32Array
  Float64Array Function HIERARCHY_REQUEST_ERR INDEX_SIZE_ERR INUSE_ATTRIBUTE_ERR
  INVALID_ACCESS_ERR INVALID_CHARACTER_ERR INVALID_MODIFICATION_ERR INVALID_NODE_TYPE_ERR
  INVALID_STATE_ERR Infinity Int16Array Int32Array Int8Array InternalError Iterator JSON LN10 LN2
  LOG10E LOG2E MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE Map Math NAMESPACE_ERR
  NEGATIVE_INFINITY NETWORK_ERR NOT_FOUND_ERR NOT_SUPPORTED_ERR NO_DATA_ALLOWED_ERR
  NO_MODIFICATION_ALLOWED_ERR NaN Number Object PI POSITIVE_INFINITY Promise Proxy
  QUOTA_EXCEEDED_ERR RangeError ReferenceError Reflect RegExp SECURITY_ERR SQRT1_2 SQRT2
  SYNTAX_ERR Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TIMEOUT_ERR
  TYPE_MISMATCH_ERR TypeError URIError URL_MISMATCH_ERR UTC Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray VALIDATION_ERR WRONG_DOCUMENT_ERR WeakMap WeakRef WeakSet __defineGetter__
  __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ abs acos acosh add adopt all
  allSettled anchor any apply arguments asIntN asUintN asin asinh assign asyncDispose
  asyncIterator at atan atan2 atanh atob big bind blink bold btoa buffer byteLength byteOffset
  call callee caller captureStackTrace catch cbrt ceil charAt charCodeAt chunks clear clz32 code
  codePointAt columnNumber compile concat construct constructor copyWithin cos cosh create
  decodeURI decodeURIComponent defer defineProperties defineProperty delete deleteProperty deref
  description detached difference dispose disposeAsync disposed dotAll drop encodeURI
  encodeURIComponent endsWith entries escape eval every exec exp expm1 f16round fileName fill
  filter finally find findIndex findLast findLastIndex fixed flags flat flatMap floor fontcolor
  fontsize for forEach freeze from fromAsync fromBase64 fromCharCode fromCodePoint fromEntries
  fromHex fround get getBigInt64 getBigUint64 getDate getDay getFloat16 getFloat32 getFloat64
  getFullYear getHours getInt16 getInt32 getInt8 getMilliseconds getMinutes getMonth getOrInsert
  getOrInsertComputed getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames
  getOwnPropertySymbols getPrototypeOf getSeconds getTime getTimezoneOffset getUTCDate getUTCDay
  getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds getUint16
  getUint32 getUint8 getYear global globalThis groupBy groups grow growable has hasIndices
  hasInstance hasOwn hasOwnProperty hypot ignoreCase immutable imul includes index indexOf indices
  input intersection is isArray isConcatSpreadable isDisjointFrom isError isExtensible isFinite
  isFrozen isInteger isNaN isPrototypeOf isRawJSON isSafeInteger isSealed isSubsetOf isSupersetOf
  isView isWellFormed italics iterator join keyFor keys lastIndex lastIndexOf length lineNumber
  link localeCompare log log10 log1p log2 map match matchAll max maxByteLength message min move
  multiline name next normalize now of ownKeys padEnd padStart parse parseFloat parseInt pop pow
  prepareStackTrace preventExtensions propertyIsEnumerable prototype push queueMicrotask race
  random raw rawJSON reduce reduceRight register reject repeat replace replaceAll resizable resize
  resolve return reverse revocable round seal search set setBigInt64 setBigUint64 setDate
  setFloat16 setFloat32 setFloat64 setFromBase64 setFromHex setFullYear setHours setInt16 setInt32
  setInt8 setMilliseconds setMinutes setMonth setPrototypeOf setSeconds setTime setUTCDate
  setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setUint16
  setUint32 setUint8 setYear shift sign sin sinh size slice sliceToImmutable small some sort
  source species splice split sqrt stack stackTraceLimit startsWith sticky strike stringify sub
  subarray substr substring sumPrecise sup symmetricDifference take tan tanh test then throw
  toArray toBase64 toDateString toExponential toFixed toGMTString toHex toISOString toJSON
  toLocaleDateString toLocaleLowerCase toLocaleString toLocaleTimeString toLocaleUpperCase
  toLowerCase toPrecision toPrimitive toReversed toSorted toSpliced toString toStringTag
  toTimeString toUTCString toUpperCase toWellFormed transfer transferToFixedLength
  transferToImmutable trim trimEnd trimLeft trimRight trimStart trunc try undefined unescape
  unicode unicodeSets union unregister unscopables unshift use valueOf values windows with
  withResolvers zip zipKeyed
`
    .trim()
    .split(/\s+/),
)
