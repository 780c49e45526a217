/** Unpacks Snappy's block format, as a receiver does. */
export function uncompress(packed: Buffer): Buffer {
  let at = 0;
  let [length, shift] = [0, 1];
  for (; ; at++, shift *= 128) {
    const byte = packed[at] ?? 0;
    length += (byte & 0x7f) * shift;
    if (byte < 0x80) break;
  }
  at++;
  const out = Buffer.alloc(length);
  let written = 0;
  while (at < packed.length) {
    const tag = packed[at++] ?? 0;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const extra = short < 60 ? 0 : short - 59;
      const size = (extra === 0 ? short : packed.readUIntLE(at, extra)) + 1;
      at += extra;
      written += packed.copy(out, written, at, at + size);
      at += size;
    } else {
      const size = (tag >> 2) + 1;
      const offset = packed.readUInt16LE(at);
      at += 2;
      for (let copied = 0; copied < size; copied++) out[written] = out[written++ - offset] ?? 0;
    }
  }
  if (written !== length) throw new Error(`${written} bytes of ${length}`);
  return out;
}
