// Addresses below the book's base, wherever the site lies: this script is in join/ below it.

export const siteUrl = (path: string): string => new URL(`../${path}`, import.meta.url).href;
