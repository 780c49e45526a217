export const LISTS = ['known', 'blacklist'] as const;

/** The people who are welcome, and those who are not. */
export type ListName = (typeof LISTS)[number];

/** One encoding of one enrolled person. */
export interface GalleryEntry {
  readonly list: ListName;
  readonly person: string;
  readonly encoding: Float32Array;
}
