/** A scrape that failed, in words for people; nothing of its page is kept. */
export class ScrapeError extends Error {}
