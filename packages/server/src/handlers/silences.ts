import type { Silence as ApiSilence } from '@seaworthy/api';
import { HttpError } from '../http/errors.ts';
import type { Handlers } from '../http/handlers.ts';
import { formatMatcher, matchesAll } from '../watch/matchers/matcher.ts';
import { preview } from '../watch/silences/preview.ts';
import type { Silence } from '../watch/silences/silence.ts';
import { stateOf } from '../watch/silences/silence.ts';
import { SilenceRefused } from '../watch/silences/silence-store.ts';
import type { AlertSources } from './alert-list.ts';
import { listAlerts } from './alert-list.ts';
import { matchersAt, pageByKey, timeText } from './wire.ts';

const SHOWN_BY_PREVIEW = 200;

export function silenceHandlers(sources: AlertSources) {
  const { alerting, now } = sources;
  const { silences, syntax } = alerting;
  const read = (texts: readonly string[]) =>
    texts.flatMap((text, index) => matchersAt(`body.matchers.${index}`, text, syntax));
  return {
    silences({ query: { filter = '', state, ...page } }) {
      const matchers = filter.trim() === '' ? [] : matchersAt('query.filter', filter, syntax);
      const at = now();
      const wanted = silences.list().filter((silence) => {
        return (state === undefined || stateOf(silence, at) === state) && matchesAll(matchers, meantBy(silence));
      });
      const { items, nextCursor } = pageByKey(wanted, (silence) => order(silence, at), page);
      return { items: items.map((silence) => toApiSilence(silence, at)), nextCursor };
    },
    async createSilence({ body }, { caller }) {
      const { id, matchers, startsAt, endsAt, createdBy = caller.name, comment } = body;
      const request = {
        ...{ id, createdBy, comment, matchers: read(matchers), endsAt: Date.parse(endsAt) },
        startsAt: startsAt === undefined ? undefined : Date.parse(startsAt),
      };
      if (request.endsAt <= now()) {
        throw new HttpError('silence_refused', 'The silence would be over already: it ends in the past.');
      }
      return toApiSilence(await silences.set(request).catch(refuse), now());
    },
    previewSilence({ body }) {
      const { muted, firing } = preview(read(body.matchers), alerting.alerts.list(), silences.list(), now());
      const views = new Map(listAlerts(sources).map((alert) => [alert.fingerprint, alert]));
      const shown = muted.flatMap(({ alert }) => views.get(alert.fingerprint) ?? []);
      return {
        muted: shown.slice(0, SHOWN_BY_PREVIEW),
        count: shown.length,
        quietAlready: shown.filter(({ state }) => state === 'suppressed').length,
        firing,
      };
    },
    expireSilence: async ({ params }) => toApiSilence(await silences.expire(params.id).catch(refuse), now()),
  } satisfies Partial<Handlers>;
}

function toApiSilence({ matchers, startsAt, endsAt, updatedAt, ...silence }: Silence, now: number): ApiSilence {
  return {
    ...silence,
    state: stateOf({ startsAt, endsAt }, now),
    matchers: matchers.map(formatMatcher),
    startsAt: timeText(startsAt),
    endsAt: timeText(endsAt),
    updatedAt: timeText(updatedAt),
  };
}

/** A filter is asked of the labels that the silence names, as amtool does it. */
function meantBy({ matchers }: Silence): Record<string, string> {
  return Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
}

/** Those that hold, the first to end first; those to come, the next first; those that are over, the last first. */
function order(silence: Silence, now: number): string {
  const { id, startsAt, endsAt } = silence;
  const rank = { active: `0 ${padded(endsAt)}`, pending: `1 ${padded(startsAt)}`, expired: `2 ${padded(-endsAt)}` };
  return `${rank[stateOf(silence, now)]} ${id}`;
}

/** Sorts as its number. */
function padded(ms: number): string {
  return String(1e15 + ms).padStart(16, '0');
}

const codes = { invalid: 'silence_refused', not_found: 'not_found', already_expired: 'silence_expired' } as const;

function refuse(error: unknown): never {
  if (!(error instanceof SilenceRefused)) throw error;
  const sentence = error.message.replace(/^invalid silence: /, '').replace(/[^.]$/, '$&.');
  throw new HttpError(codes[error.reason], sentence.charAt(0).toUpperCase() + sentence.slice(1));
}
