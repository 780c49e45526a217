import type { Notification } from '../../notifications/notification.ts';
import { SendError } from '../send-error.ts';
import { headline } from './headline.ts';

/** Expands the templates in a text, with Alertmanager's data and functions. `html` escapes what is put in. */
export type Expand = (text: string, notification: Notification, mode: 'text' | 'html') => string;

/** The texts of one notification. A template that fails never holds a page back: a plain sentence takes its place. */
export class Texts {
  #failed: string | undefined;
  readonly #remarks: string[] = [];

  constructor(
    private readonly notification: Notification,
    private readonly expand: Expand,
  ) {}

  /** For people to read. */
  text(template: string, mode: 'text' | 'html' = 'text'): string {
    try {
      return this.expand(template, this.notification, mode);
    } catch (error) {
      this.#failed ??= inWords(error);
      return headline(this.notification);
    }
  }

  /** For machines: a channel, a key, an address; nothing can take its place. */
  exact(template: string): string {
    try {
      return this.expand(template, this.notification, 'text');
    } catch (error) {
      throw new SendError('configuration', `A template failed: ${inWords(error)}.`, { retryable: false });
    }
  }

  /** Adds to the note: something that people should know although it was sent. */
  remark(sentence: string): void {
    this.#remarks.push(sentence);
  }

  get note(): string | undefined {
    const failed = this.#failed && `A template failed, so a plain text was sent: ${this.#failed}.`;
    const sentences = [failed, ...this.#remarks].filter((sentence) => sentence !== undefined);
    return sentences.length === 0 ? undefined : sentences.join(' ');
  }
}

function inWords(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
