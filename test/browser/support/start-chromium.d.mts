export const FLAGS: string[];
export function findChromium(): Promise<string>;
