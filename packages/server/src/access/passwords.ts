import { hash, verify } from '@node-rs/argon2';
import { AccessError } from './access-error.ts';

/** OWASP's least for argon2id. What is stored with less is hashed anew at the next sign-in. */
const parameters = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
export const shortestPassword = 12;
/** Each takes 19 MiB and most of a core for 50 ms: more at once would be a way to bring the server down. */
const atOnce = 2;
const waitingAtMost = 40;

/** Slow on purpose, and the same work whether there is such a user or not. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** False after the same time when nothing is stored. */
  matches(password: string, stored: string | null): Promise<boolean>;
  isOutdated(stored: string): boolean;
}

export function createPasswords(): Passwords {
  const inTurn = limitConcurrency(atOnce, waitingAtMost);
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(normal(password), parameters)),
    async matches(password, stored) {
      decoy ??= hash('nobody has this one', parameters);
      const against = stored ?? (await decoy);
      const isRight = await inTurn(() => verify(against, normal(password)).catch(() => false));
      return isRight && stored !== null;
    },
    isOutdated(stored) {
      const [, m, t] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(stored) ?? [];
      return Number(m ?? 0) < parameters.memoryCost || Number(t ?? 0) < parameters.timeCost;
    },
  };
}

/** Length is what counts; classes of characters are not asked for. Throws with every reason at once. */
export function refuseWeakPassword(password: string, userName: string): void {
  const problems = [...problemsOf(normal(password), userName)];
  if (problems.length === 0) return;
  throw new AccessError('password_refused', `The password ${problems.join(', and ')}.`, {
    details: problems.map((message) => ({ path: 'body.password', message })),
  });
}

function* problemsOf(password: string, userName: string): Generator<string> {
  const length = [...password].length;
  if (length < shortestPassword) yield `is shorter than ${shortestPassword} characters`;
  if (length > 256) yield 'is longer than 256 characters';
  const [plain, name] = [password.toLowerCase(), userName.toLowerCase()];
  const rest = plain.replaceAll(name, '');
  if (plain.includes(name) && rest.length < shortestPassword / 2) yield 'is little more than the name';
  if (new Set(plain).size < 5) yield 'has fewer than five different characters';
  if (/^\$\{.*\}$/.test(password)) yield 'is a placeholder that nobody filled in';
}

/** The same letters typed on two systems are the same password (RFC 8265). */
function normal(password: string): string {
  return password.normalize('NFC');
}

function limitConcurrency(most: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (queue.length >= waiting) {
      throw new AccessError('rate_limited', 'Too many sign in at once.', { retryAfterMs: 2_000 });
    }
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
