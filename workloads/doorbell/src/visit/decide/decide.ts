import type { Unseen } from '../camera/burst.ts';
import type { Press } from '../press/press.ts';
import type { FaceStatus } from '../recognise/match.ts';
import type { RecognisedFace, Recognition } from '../recognise/recognition.ts';

export type Outcome = 'known_person' | 'unknown_person' | 'blacklist_alert' | 'no_faces' | 'capture_failure';

/** What the visit means, and why. */
export interface Decision {
  readonly press: Press;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly faces: readonly RecognisedFace[];
  /** The frame to keep. */
  readonly picture: Uint8Array | undefined;
  readonly motion: number | undefined;
}

/** Any blacklisted face beats any unknown one, which beats the known. */
export function decide(seen: Recognition | Unseen): Decision {
  const { press } = seen;
  if ('failure' in seen) {
    return {
      press,
      outcome: 'capture_failure',
      reason: seen.failure,
      faces: [],
      picture: undefined,
      motion: undefined,
    };
  }
  const { faces, motion } = seen;
  const picture = seen.frames[faces[0]?.frame ?? 0];
  return { press, ...judge(faces), faces, picture, motion };
}

function judge(faces: readonly RecognisedFace[]): Pick<Decision, 'outcome' | 'reason'> {
  if (faces.length === 0) return { outcome: 'no_faces', reason: 'no face was found' };
  const count = (status: FaceStatus): number => faces.filter((face) => face.status === status).length;
  const of = `of ${faces.length} ${faces.length === 1 ? 'face' : 'faces'}`;
  if (count('blacklisted') > 0) {
    return { outcome: 'blacklist_alert', reason: `${count('blacklisted')} ${of} on the blacklist` };
  }
  if (count('unknown') > 0) return { outcome: 'unknown_person', reason: `${count('unknown')} ${of} unknown` };
  return { outcome: 'known_person', reason: `${count('known')} ${of} known` };
}
