import { ByteSize, Duration, Ratio, Text } from '@seaworthy/kit/config';
import { z } from 'zod';

const count = (least: number, most: number) => z.int().min(least).max(most);

/** A distance between two encodings. 0.45 accepted 0 of 24 different people and 95 % of the same ones, measured. */
const tolerance = z.number().min(0.1).max(1);

/** Every setting of the doorbell: name, kind, default, help. */
export const Options = z.strictObject({
  dataDir: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the database and the pictures, outside the release.'),
  http: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
      port: count(0, 65_535).default(8080).describe('Port to listen on; 0 takes a free one.'),
      stopGrace: Duration.default(0).describe(
        'How long it goes on accepting once it is told to stop and is not ready any more; for balancers that probe.',
      ),
      maxUpload: ByteSize.default(20 * 2 ** 20).describe('Largest body of POST /api/captures.'),
    })
    .prefault({}),
  instance: z
    .strictObject({
      id: Text.default('doorbell').describe('Name of this instance.'),
      slot: Text.default('').describe('Slot of the deployment that this instance belongs to.'),
      version: Text.default('0.0.0').describe('Version of the release.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info').describe('Least level.'),
      format: z.enum(['json', 'pretty']).default('json').describe('Lines for machines or for people.'),
      file: z
        .string()
        .default('')
        .describe(
          'File for all lines beside standard output, ten of 10 MiB kept; its errors once more in <file>.errors.',
        ),
    })
    .prefault({}),
  press: z
    .strictObject({
      debounce: Duration.default(2_000).describe(
        'Presses of one source within this time are one visit; 0s: each is one.',
      ),
      maxWaiting: count(1, 10_000)
        .default(32)
        .describe('Presses that may wait; beyond it a press is refused with 503.'),
      timeout: Duration.default(30_000).describe('After this long the client is told that its press takes longer.'),
      maxPicture: ByteSize.default(8 * 2 ** 20).describe('Largest picture of a press or an enrolment, in bytes.'),
      maxPixels: count(10_000, 200_000_000).default(25_000_000).describe('Largest picture, in pixels.'),
    })
    .prefault({}),
  camera: z
    .strictObject({
      folders: z
        .record(z.string().regex(/^[a-z0-9-]{1,32}$/), z.string())
        .default({})
        .describe('Cameras: name, folder of JPEGs.'),
      burst: count(1, 30).default(5).describe('Frames of a burst.'),
      interval: Duration.default(200).describe('Time between two frames.'),
      attempts: count(1, 10).default(3).describe('Attempts to capture before the visit counts as a capture failure.'),
      retryDelay: Duration.default(500).describe('Time between two attempts.'),
    })
    .prefault({}),
  motion: z
    .strictObject({
      threshold: Ratio.default(0.01).describe(
        'Share of the picture that must change for another look; 0 keeps all frames.',
      ),
    })
    .prefault({}),
  faces: z
    .strictObject({
      threads: count(1, 16).default(1).describe('Threads that run the models; each takes 200 to 500 MB.'),
      jobTimeout: Duration.default(10_000).describe('A face job that takes longer is ended with its thread.'),
      minWidth: count(1, 1_000).default(50).describe('Faces narrower than this many pixels are ignored.'),
      knownTolerance: tolerance.default(0.45).describe('Distance below which a face is a known person.'),
      blacklistTolerance: tolerance.default(0.45).describe('Distance below which a face is on the blacklist.'),
      maxEncodings: count(1, 100).default(10).describe('Encodings of one person; the oldest gives way.'),
    })
    .prefault({}),
  stages: z
    .strictObject({ capacity: count(1, 1_000).default(4).describe('Items that may wait before each later stage.') })
    .prefault({}),
  notify: z
    .strictObject({
      onKnown: z.boolean().default(true).describe('Whether known visitors are worth a notification.'),
      webhook: z
        .union([z.literal(''), z.url({ protocol: /^https?$/ })])
        .default('')
        .describe('URL that each notification is also posted to; empty: none.'),
      timeout: Duration.default(5_000).describe('How long a web hook may take to answer.'),
    })
    .prefault({}),
  tracing: z
    .strictObject({
      file: z
        .string()
        .default('')
        .describe('File for the spans where OTEL_EXPORTER_OTLP_ENDPOINT names no receiver; empty: none.'),
    })
    .prefault({}),
  captures: z
    .strictObject({
      keepFor: Duration.default(7 * 86_400_000).describe('Age at which a picture is removed.'),
      maxFiles: count(0, 1_000_000).default(500).describe('Pictures kept; 0 keeps none.'),
    })
    .prefault({}),
  stream: z
    .strictObject({
      heartbeat: Duration.default(15_000).describe('Time between two signs of life in a quiet stream.'),
      poll: Duration.default(500).describe('How often visits of other instances are looked for.'),
      maxViewers: count(1, 10_000).default(50).describe('Streams open at once.'),
    })
    .prefault({}),
  accuracy: z
    .strictObject({
      pictures: z
        .string()
        .default('')
        .describe('Folder of group photos to measure the accuracy on; empty: not measured.'),
      niceness: count(0, 19)
        .default(19)
        .describe('How far the measuring stands back: 19 takes time that nobody else wants, 0 its share.'),
    })
    .prefault({}),
  fault: z.string().default('').describe('crash[:MS], unhealthy, errors:P, slow:MS, worker; for demonstrations only.'),
});

export type Settings = z.output<typeof Options>;
