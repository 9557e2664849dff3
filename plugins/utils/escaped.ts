import { nameOf, visible } from './visible.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text of an untrusted source, fit for HTML and for SVG, in text and in quoted attributes. */
export const escaped = (text: string): string =>
  visible(text)
    // No XML may hold them.
    .replaceAll(/[\uFFFE\uFFFF]/g, nameOf)
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
