import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { AccessError } from './access-error.ts';
import type { AccessEvent, Asker } from './events.ts';
import { changed, said } from './events.ts';
import { readNames } from './permission-list.ts';
import type { Principal } from './principal.ts';
import type { Standing } from './recognition.ts';
import { grantsOf } from './role-desk.ts';
import type { TokenStore } from './tokens.ts';

/** A request as it was signed: `path` with its query, as it stands in the request line. */
export interface SignedRequest {
  readonly header: string;
  readonly method: string;
  readonly path: string;
  readonly sourceAddress: string;
}

export interface Signer {
  readonly principal: Principal;
  /** SHA-256 of the body that was signed, hex: whoever reads the body compares. */
  readonly bodyHash: string;
}

/**
 * Requests that prove by a signature who sent them, so that no secret travels: for webhooks in. The key belongs to a
 * token, allows what the token allows and ends with it; a new token is a new key, and both count until one is revoked.
 */
export interface SignedRequests {
  /** Throws `unauthenticated` for whatever is wrong, late, or was there before. */
  verify(request: SignedRequest): Promise<Signer>;
  /** The key of a token of the asker's own that may no more than they may. */
  keyOf(tokenId: string, by: Asker): Promise<string>;
}

export interface SignedRequestOptions {
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly standing: Standing;
  readonly clock: Pick<Clock, 'now'>;
  /** From which the key of each token follows; keys of tokens are stored nowhere. */
  readonly key: Buffer;
  readonly tell: (event: AccessEvent) => Promise<void>;
}

/** How far the clocks may differ, and so how long a nonce is remembered. */
export const signatureWindowMs = 5 * 60_000;
const mostNonces = 100_000;
const form =
  /^key=([0-9a-f]{16}), ?time=(\d{10}), ?nonce=([A-Za-z0-9_-]{8,64}), ?body=([0-9a-f]{64}), ?v1=([0-9a-f]{64})$/;

export function createSignedRequests({ tokens, standing, clock, key, tell }: SignedRequestOptions): SignedRequests {
  const seen = new Map<string, number>();
  // Nonces from before are forgotten: what was signed before this start could have been here already.
  const startedSeconds = Math.floor(clock.now() / 1000);
  const keyFor = (tokenId: string) => createHmac('sha256', key).update(tokenId).digest('hex');

  const isFresh = (seconds: number) =>
    seconds >= startedSeconds && Math.abs(clock.now() - seconds * 1000) <= signatureWindowMs;

  /** The oldest come first, for all are kept for the same time. */
  const remember = (nonce: string): boolean => {
    for (const [old, untilMs] of seen) {
      if (untilMs > clock.now()) break;
      seen.delete(old);
    }
    if (seen.has(nonce)) return false;
    if (seen.size >= mostNonces) throw new AccessError('rate_limited', 'Too many signed requests.');
    seen.set(nonce, clock.now() + 2 * signatureWindowMs);
    return true;
  };

  return {
    async verify({ header, method, path, sourceAddress }) {
      const [, id = '', time = '', nonce = '', bodyHash = '', given = ''] = form.exec(header) ?? [];
      if (id === '') throw wrong('is not written as it should be');
      const expected = createHmac('sha256', Buffer.from(keyFor(id), 'hex'));
      expected.update(signedText({ method, path, time, nonce, bodyHash }));
      const isRight = timingSafeEqual(expected.digest(), Buffer.from(given, 'hex'));
      const row = await tokens.get(id);
      const principal = row && (await standing({ name: row.user ?? row.name, via: 'token', credentialId: id }));
      if (!isRight || principal === undefined) throw wrong('is not right');
      if (!isFresh(Number(time))) throw wrong('is too old, or from a clock that is wrong');
      if (!remember(`${id} ${nonce}`)) {
        const about = {
          actor: principal.name,
          resource: `token ${id}`,
          ...said({ sourceAddress }, `${method} ${path}`),
        };
        await tell({ type: 'security_event', action: 'request.replay', result: 'refused', ...about });
        throw wrong('was used before');
      }
      return { principal, bodyHash };
    },
    async keyOf(tokenId, by) {
      const row = await tokens.get(tokenId);
      if (row === undefined || row.user !== by.name) {
        throw new AccessError('not_found', `There is no token ${tokenId} of yours.`);
      }
      grantsOf(readNames(row.permissions), by);
      await tell(changed(by, 'token.signing_key', `token ${tokenId}`, row.name));
      return keyFor(tokenId);
    },
  };
}

/** What is signed: one line each. */
export function signedText(of: {
  readonly method: string;
  readonly path: string;
  readonly time: string;
  readonly nonce: string;
  readonly bodyHash: string;
}): string {
  return ['v1', of.method, of.path, of.time, of.nonce, of.bodyHash].join('\n');
}

/** The header of a request that is sent now. */
export function signatureHeader(
  { id, key }: { readonly id: string; readonly key: string },
  { method, path, body, time, nonce }: Readonly<Record<'method' | 'path' | 'body' | 'time' | 'nonce', string>>,
): string {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const mac = createHmac('sha256', Buffer.from(key, 'hex')).update(signedText({ method, path, time, nonce, bodyHash }));
  return `key=${id}, time=${time}, nonce=${nonce}, body=${bodyHash}, v1=${mac.digest('hex')}`;
}

function wrong(how: string): AccessError {
  const hint = 'Compare what is signed with docs/signed-requests.md, and the clocks.';
  return new AccessError('unauthenticated', `The signature ${how}.`, { hint });
}
