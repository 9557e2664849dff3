import { operator, type OutputKind } from './operator.ts'

const plain = (name: string, output: OutputKind, source: string, description: string) =>
  operator(name, 'none', output, source, description)

const LAST = '[...x].at(-1)'
const middle = (use: string) => `{const c=[...x];return ${use.replace('MIDDLE', 'c[c.length>>1]')}}`
const count = (pattern: string) => `W(x.split(${pattern}).length-1)`
const randomIndex = (shift: string) =>
  `{const i=Math.random()*[...x].length|0;return I(x,i,${shift})}`

/** The operators without a parameter, in the order of FIND, section 3.2. */
export const WITHOUT_PARAMETER = [
  plain('length', 'word', 'W([...x].length)', 'writes the number of characters as an English word'),
  plain(
    'last_digit_index',
    'word',
    `{const c=[...x],d=c.at(-1);return/^\\d/.test(d)?W(c.indexOf(d)):''}`,
    'if the last character is a digit, writes the index (from zero) of its first occurrence as an English word, else gives an empty string',
  ),
  plain(
    'letter_indexes',
    'words',
    `{const c=[...x];return c.filter(a=>/[a-z]/i.test(a)).map(a=>W(c.indexOf(a))).join(' ')}`,
    'for every letter in turn writes the index (from zero) of the first occurrence of that character as an English word, joined by blanks',
  ),
  plain('lower_case', 'text', 'x.toLowerCase()', 'converts to lower case'),
  plain('upper_case', 'text', 'x.toUpperCase()', 'converts to upper case'),
  plain(
    'capitalize',
    'text',
    'x.replace(/(.)(.*)/su,(_,a,b)=>a.toUpperCase()+b.toLowerCase())',
    'converts the first character to upper case and the rest to lower case',
  ),
  plain('reverse', 'text', `[...x].reverse().join('')`, 'reverses the string'),
  plain(
    'reverse_first_half',
    'text',
    `{const c=[...x];return[...c.splice(0,c.length>>1).reverse(),...c].join('')}`,
    'reverses the first half (without the middle character where the length is odd)',
  ),
  plain(
    'reverse_last_half',
    'text',
    `{const c=[...x],h=c.splice(c.length>>1);return[...c,...h.reverse()].join('')}`,
    'reverses the last half (with the middle character where the length is odd)',
  ),
  plain(
    'digits_to_words',
    'words',
    `x.match(/\\d/g)?.map(d=>W(d)).join(' ')??''`,
    'keeps the digits only and writes each as an English word, joined by blanks',
  ),
  plain('remove_digits', 'text', `x.replace(/\\d/g,'')`, 'removes the digits'),
  plain('keep_upper_case', 'text', `x.replace(/[^A-Z]/g,'')`, 'keeps the upper-case letters only'),
  plain('remove_white_space', 'text', `x.replace(/\\s/g,'')`, 'removes white space'),
  plain('first_character', 'character', `[...x][0]??''`, 'keeps the first character only'),
  plain('last_character', 'character', `${LAST}??''`, 'keeps the last character only'),
  plain(
    'middle_character',
    'character',
    `{const c=[...x],n=c.length;return c.slice(n-1>>1,(n>>1)+1).join('')}`,
    'keeps the middle character only, or the two in the middle where the length is even',
  ),
  plain(
    'remove_duplicates',
    'text',
    `[...new Set(x)].join('')`,
    'removes all characters that occurred before',
  ),
  plain(
    'reverse_words',
    'text',
    `x.trim().split(/\\s+/).map(w=>[...w].reverse().join('')).join(' ')`,
    'reverses each word in its place and joins the words by one blank',
  ),
  plain(
    'count_vowels',
    'word',
    count('/[aeiou]/i'),
    'writes the number of vowels as an English word',
  ),
  plain(
    'count_consonants',
    'word',
    count('/[b-df-hj-np-tv-z]/i'),
    'writes the number of consonants as an English word',
  ),
  plain(
    'count_upper_case',
    'word',
    count('/[A-Z]/'),
    'writes the number of upper-case letters as an English word',
  ),
  plain(
    'count_lower_case',
    'word',
    count('/[a-z]/'),
    'writes the number of lower-case letters as an English word',
  ),
  plain(
    'replace_vowels_with_first',
    'text',
    'x.replace(/[aeiou]/gi,[...x][0])',
    'replaces every vowel by the first character',
  ),
  plain(
    'replace_vowels_with_last',
    'text',
    `x.replace(/[aeiou]/gi,${LAST})`,
    'replaces every vowel by the last character',
  ),
  plain(
    'replace_vowels_with_middle',
    'text',
    middle('x.replace(/[aeiou]/gi,MIDDLE)'),
    'replaces every vowel by the middle character (index half the length, rounded down)',
  ),
  plain(
    'replace_vowels_by_count',
    'text',
    '{const v=/[aeiou]/gi;return x.replace(v,[...x][x.split(v).length-2])}',
    'replaces every vowel by the n-th character, where n is the number of vowels',
  ),
  plain(
    'reverse_vowels',
    'text',
    '{const v=x.match(/[aeiou]/gi);return x.replace(/[aeiou]/gi,()=>v.pop())}',
    'reverses the order of the vowels and leaves all other characters in place',
  ),
  plain(
    'alternate_case',
    'text',
    `[...x].map((c,i)=>i%2?c.toLowerCase():c.toUpperCase()).join('')`,
    'converts characters at even indices (from zero) to upper case and at odd ones to lower case',
  ),
  plain('strip', 'text', 'x.trim()', 'removes white space at both ends'),
  plain('strip_left', 'text', 'x.trimStart()', 'removes white space at the start'),
  plain('strip_right', 'text', 'x.trimEnd()', 'removes white space at the end'),
  plain(
    'shift_by_length',
    'text',
    'S(x,[...x].length)',
    'shifts every letter up the alphabet (cyclic, case kept) by the length of the string',
  ),
  plain(
    'shift_middle_by_length',
    'text',
    'M(x,[...x].length)',
    'where the length is odd and at least 3, shifts the middle letter up the alphabet (cyclic, case kept) by the length',
  ),
  plain(
    'shift_random_up',
    'text',
    randomIndex('i'),
    'shifts the letter at a random index up the alphabet (cyclic, case kept) by that index',
  ),
  plain(
    'shift_random_down',
    'text',
    randomIndex('-i'),
    'shifts the letter at a random index down the alphabet (cyclic, case kept) by that index',
  ),
  plain('append_first', 'text', `x+([...x][0]??'')`, 'appends a copy of the first character'),
  plain('append_last', 'text', `x+(${LAST}??'')`, 'appends a copy of the last character'),
  plain(
    'append_middle',
    'text',
    middle(`x+(MIDDLE??'')`),
    'appends a copy of the middle character (index half the length, rounded down)',
  ),
  plain(
    'swap_first_last',
    'text',
    `{const[a,...c]=x,b=c.pop();return b==null?x:b+c.join('')+a}`,
    'swaps the first and the last character',
  ),
  plain(
    'first_alphabet_position',
    'word',
    'W(P([...x][0]))',
    'writes the position in the alphabet (from one) of the first character as an English word, zero where it is no letter',
  ),
  plain(
    'last_alphabet_position',
    'word',
    `W(P(${LAST}))`,
    'writes the position in the alphabet (from one) of the last character as an English word, zero where it is no letter',
  ),
  plain(
    'middle_alphabet_position',
    'word',
    middle('W(P(MIDDLE))'),
    'writes the position in the alphabet (from one) of the middle character (index half the length, rounded down) as an English word, zero where it is no letter',
  ),
]
