/** First and last code point of a run of characters. */
export type CodeRange = readonly [first: number, last: number];
