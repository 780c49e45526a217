import type { Alerting } from '../alerting.ts';
import type { MatchOperator } from '../matchers/matcher.ts';
import { matcher, sameMatcher } from '../matchers/matcher.ts';
import { inOrder } from '../silences/silence.ts';
import { SilenceRefused } from '../silences/silence-store.ts';
import type { ApiAnswer, ApiRequest } from './answer.ts';
import { badRequest, checked, ok, Unprocessable } from './answer.ts';
import { filtersOf } from './filters.ts';
import { silenceView } from './views.ts';
import { PostedSilence } from './wire.ts';

const ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

export function getSilences(alerting: Alerting, { query }: ApiRequest, now: number): ApiAnswer {
  const filters = filtersOf(query, alerting.syntax);
  const wanted = alerting.silences
    .list()
    .filter(({ matchers }) => filters.every((filter) => matchers.some((each) => sameMatcher(each, filter))));
  return ok(inOrder(wanted, now).map((silence) => silenceView(silence, now)));
}

export async function postSilence(alerting: Alerting, { body }: ApiRequest, now: number): Promise<ApiAnswer> {
  const posted = checked(PostedSilence, body);
  const startsAt = posted.startsAt ?? now;
  const { endsAt } = posted;
  if (endsAt === undefined || startsAt >= endsAt) {
    return badRequest('Failed to create silence: start time must be before end time');
  }
  if (endsAt < now) return badRequest("Failed to create silence: end time can't be in the past");
  return answering(async () => {
    const matchers = posted.matchers.map(({ name, value, isRegex, isEqual }, index) =>
      soundMatcher(index, name, operatorOf(isEqual, isRegex), value),
    );
    const { id } = await alerting.silences.set({ ...posted, matchers, startsAt, endsAt });
    return ok({ silenceID: id });
  });
}

export function getSilence(alerting: Alerting, id: string, now: number): ApiAnswer {
  const silence = alerting.silences.get(known(id));
  return silence === undefined ? { status: 404 } : ok(silenceView(silence, now));
}

export function deleteSilence(alerting: Alerting, id: string): Promise<ApiAnswer> {
  return answering(async () => {
    await alerting.silences.expire(known(id));
    return ok();
  });
}

const STATUS = { invalid: 400, not_found: 404, already_expired: 500 } as const;

async function answering(work: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SilenceRefused)) throw error;
    return { status: STATUS[error.reason], body: error.message };
  }
}

function soundMatcher(index: number, name: string, operator: MatchOperator, value: string) {
  try {
    return matcher(name, operator, value);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `invalid silence: invalid label matcher ${index}: invalid regular expression ${JSON.stringify(value)}: ${why}`;
    throw new SilenceRefused('invalid', message);
  }
}

function known(id: string): string {
  if (!ID.test(id)) throw new Unprocessable(`silenceID in path must be of type uuid: ${JSON.stringify(id)}`);
  return id;
}

function operatorOf(isEqual: boolean, isRegex: boolean): MatchOperator {
  if (isEqual) return isRegex ? '=~' : '=';
  return isRegex ? '!~' : '!=';
}
