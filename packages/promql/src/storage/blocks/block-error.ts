/** A block that cannot be used, or a part of it: what is wrong and where. */
export class BlockDamage extends Error {
  override readonly name = 'BlockDamage';

  constructor(
    readonly file: string,
    readonly offset: number,
    readonly bytes: number,
    message: string,
  ) {
    super(message);
  }
}
