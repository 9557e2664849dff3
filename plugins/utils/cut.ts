/** Text of at most so many characters; a longer one ends in a mark that says how long it was. */
export const cut = (text: string, most = 10_000): string =>
  text.length > most ? `${text.slice(0, most)} … [cut: ${most} of ${text.length} characters]` : text
