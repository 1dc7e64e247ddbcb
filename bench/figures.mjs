/** @param {readonly number[]} values */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A single figure and the most that it should be. */
export function limitRow(name, value, unit, limit) {
  return { name, value, unit, target: `≤ ${limit} ${unit}`.trim(), ok: value <= limit };
}
