import { testDatabase } from '../db/testing.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import type { Alerting } from './alerting.ts';
import { startAlerting } from './alerting.ts';
import type { PostedAlert } from './alerts/alert.ts';
import { sortedNames } from './matchers/label-set.ts';
import { parseMatchers } from './matchers/syntax.ts';
import type { Deliver } from './notifications/dedup/pipeline.ts';
import type { Notification } from './notifications/notification.ts';
import { parseAlertingConfig } from './routes/config/parse.ts';
import type { RouteOutcome } from './routes/routes-test.ts';
import { parseDuration } from './yaml/duration.ts';

/**
 * A story of alerts in plain text, and what receivers are told in it. `config NAME` opens a configuration (YAML, indented);
 * every other line is a time since the start and what happens then:
 *
 *     0s   fire  alertname=Down instance=a      until it is resolved
 *     0s   post  alertname=Down                 without a time of its end
 *     5m   resolve alertname=Down instance=a
 *     1m   silence quiet 10m alertname=Down     and `unsilence quiet`
 *     1m   reload NAME | restart | away 10m
 *     1m   break RECEIVER | mend RECEIVER
 *     1m   ask alertname=Down                   who would be told; the answer is a line `1m answer ...`
 *     30s  told RECEIVER firing first: Down/a -Down/b      a minus before those that are over
 *
 * What was told must be exactly the lines that say so.
 */
export interface Story {
  readonly wanted: readonly string[];
  /** What happened, in the words of `wanted`. */
  tell(): Promise<readonly string[]>;
}

interface Line {
  readonly text: string;
  readonly atMs: number;
  readonly verb: string;
  readonly words: readonly string[];
}

const YEAR_MS = 365 * 86_400_000;
const OUTCOMES = ['told', 'answer', 'refused'];

export function story(text: string): Story {
  const configs = readConfigs(text);
  const startsAt = Date.parse(/^start (.*)$/m.exec(text)?.[1] ?? '2030-01-01T12:00:00Z');
  const lines = [...text.matchAll(/^(\d\S*) +(\w+) *(.*)$/gm)].map(readLine);
  const isOutcome = ({ verb }: Line) => OUTCOMES.includes(verb);
  return {
    wanted: lines.filter(isOutcome).map((line) => line.text),
    async tell() {
      const scene = new Scene(configs, virtualClock(startsAt));
      await scene.open();
      for (const line of lines) {
        await scene.advanceTo(line.atMs);
        if (!isOutcome(line)) await scene.act(line);
      }
      await scene.alerting.stop();
      return scene.heard;
    },
  };
}

function readConfigs(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^config (\w+)\n((?: .*\n|\n)+)/gm)].map(([, name = '', yaml = '']) => [name, yaml]),
  );
}

function readLine([text = '', time = '', verb = '', rest = '']: RegExpMatchArray): Line {
  const words = rest
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  return { text: text.replace(/ +/g, ' ').trim(), atMs: parseDuration(time) ?? Number.NaN, verb, words };
}

class Scene {
  readonly heard: string[] = [];
  readonly #broken = new Set<string>();
  readonly #silences = new Map<string, string>();
  readonly #startMs: number;
  #config = 'main';
  #ids = 0;
  #alerting: Alerting | undefined;
  #db: Awaited<ReturnType<typeof testDatabase>> | undefined;

  constructor(
    private readonly configs: ReadonlyMap<string, string>,
    private readonly clock: VirtualClock,
  ) {
    this.#startMs = clock.now();
  }

  get alerting(): Alerting {
    if (this.#alerting === undefined) throw new Error('The scene is not open.');
    return this.#alerting;
  }

  async open(): Promise<void> {
    this.#db ??= await testDatabase();
    this.#alerting = await startAlerting({
      db: this.#db,
      clock: this.clock,
      newSilenceId: () => `silence-${++this.#ids}`,
      config: this.#parsed(),
      externalURL: 'http://seaworthy.example',
      deliver: this.#deliver,
      guardrails: { ownerRequired: true, maximumMs: 7 * 86_400_000 },
      report: (error) => {
        if (!String(error).includes('broken')) throw error;
      },
    });
  }

  async advanceTo(atMs: number): Promise<void> {
    await this.clock.advance(Math.max(0, this.#startMs + atMs - this.clock.now()));
  }

  async act({ verb, words }: Line): Promise<void> {
    const act = this.#acts[verb];
    if (act === undefined) throw new Error(`The story has an unknown verb: ${verb}`);
    await act(...words);
  }

  readonly #acts: Readonly<Record<string, (...words: string[]) => Promise<unknown> | undefined>> = {
    fire: (...pairs) => this.#post(pairs, { startsAt: this.clock.now(), endsAt: this.clock.now() + YEAR_MS }),
    post: (...pairs) => this.#post(pairs, {}),
    resolve: (...pairs) => this.#post(pairs, { endsAt: this.clock.now() }),
    silence: (name = '', duration = '', ...matchers) => this.#silence(name, duration, matchers.join(' ')),
    unsilence: (name = '') => this.alerting.silences.expire(this.#silences.get(name) ?? name),
    reload: (name = '') => {
      this.#config = name;
      return this.alerting.reload(this.#parsed());
    },
    restart: () => this.#away(0),
    away: (duration = '') => this.#away(parseDuration(duration) ?? 0),
    break: async (receiver = '') => this.#broken.add(receiver),
    mend: async (receiver = '') => this.#broken.delete(receiver),
    ask: async (...pairs) => {
      for (const outcome of this.alerting.testRoutes(labelsOf(pairs))) this.#hear('answer', answerOf(outcome));
    },
    end: () => undefined,
  };

  async #post(pairs: readonly string[], times: Pick<PostedAlert, 'startsAt' | 'endsAt'>): Promise<void> {
    const problems = await this.alerting.post([{ labels: labelsOf(pairs), ...times }]);
    for (const problem of problems) this.#hear('refused', problem);
  }

  async #silence(name: string, duration: string, matchers: string): Promise<void> {
    const now = this.clock.now();
    const request = {
      matchers: parseMatchers(matchers),
      startsAt: now,
      endsAt: now + (parseDuration(duration) ?? 0),
      createdBy: name === 'nobody' ? '' : 'ann',
      comment: '',
    };
    await this.alerting.silences.set(request).then(
      ({ id }) => this.#silences.set(name, id),
      (error) => this.#hear('refused', error.message),
    );
  }

  async #away(ms: number): Promise<void> {
    await this.alerting.stop();
    await this.clock.advance(ms);
    await this.open();
  }

  #parsed() {
    return parseAlertingConfig(this.configs.get(this.#config) ?? '', { file: this.#config });
  }

  #deliver: Deliver = async (notification, { integrations, also }) => {
    const [integration] = integrations;
    const receiver = notification.receiver + (integration === 'webhook[0]' ? '' : `/${integration}`);
    if (this.#broken.has(receiver)) throw new Error('broken');
    this.#hear('told', `${receiver} ${summary(notification)}`);
    if (this.#db) await also(this.#db);
  };

  #hear(verb: string, what: string): void {
    const seconds = (this.clock.now() - this.#startMs) / 1000;
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    const time = minutes === 0 ? `${rest}s` : rest === 0 ? `${minutes}m` : `${minutes}m${rest}s`;
    this.heard.push(`${time} ${verb} ${what}`);
  }
}

function summary({ status, reason, alerts }: Notification): string {
  const names = alerts.map((alert) => {
    const values = sortedNames(alert.labels).map((name) => alert.labels[name]);
    return `${alert.status === 'resolved' ? '-' : ''}${values.join('/')}`;
  });
  return `${status} ${reason}: ${names.join(' ')}`;
}

function answerOf({ receiver, verdict, reasons, path }: RouteOutcome): string {
  const why = reasons.map((reason) => {
    if (reason.kind === 'muted') return `muted by ${reason.timeIntervals.join(', ')}`;
    if (reason.kind === 'silenced') return `silenced by ${reason.by.map(({ id }) => id).join(', ')}`;
    if (reason.kind === 'inhibited') return `inhibited by ${reason.by['alertname']}`;
    return 'tells nobody';
  });
  return [receiver, verdict, path.join(''), ...why].join(' ');
}

function labelsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}
