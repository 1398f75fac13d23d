/** Node ids as the API writes them: `n7` is the node at position 7, `f7` in a drawing the box that ends with it. */

export const idOf = (position: number | string): string => `n${position}`;

export const position = (id: string): number => Number(id.slice(1));

export const isId = (text: string): boolean => /^n\d+$/.test(text);

export const boxOf = (id: string): string => `f${position(id)}`;

export const isBox = (id: string): boolean => id.startsWith("f");
