/**
 * Stands in for `@ctrl/tinycolor` (8 KB packed), with which Element Plus mixes the shades of a button
 * that has a `color` of its own. Here every colour and its shades come from `styles/theme.css`.
 */
export class TinyColor {
  constructor() {
    throw new Error('Give the button a `type`; its colours are in styles/theme.css.');
  }
}
