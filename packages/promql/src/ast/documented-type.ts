export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

/** The name of a type in messages. */
export function documentedType(type: ValueType): string {
  if (type === 'vector') return 'instant vector';
  return type === 'matrix' ? 'range vector' : type;
}
