import type { Tree } from './tree.ts';

/** Steps that a match by trial and error may take: `length ** degree * 2 ** choices` for a text of that length. */
export interface WorstCase {
  readonly degree: number;
  readonly choices: number;
}

export function stepsFor({ degree, choices }: WorstCase, length: number): number {
  return Math.max(2, length) ** degree * 2 ** choices;
}

/** An upper bound, and often far above what happens: it decides who matches, not whether. */
export function worstCaseOf(tree: Tree): WorstCase {
  switch (tree.kind) {
    case 'character':
    case 'place':
      return { degree: 0, choices: 0 };
    case 'group':
      return worstCaseOf(tree.part);
    case 'sequence': {
      const parts = tree.parts.map(worstCaseOf);
      return { degree: sum(parts, 'degree'), choices: sum(parts, 'choices') };
    }
    case 'choice': {
      const branches = tree.branches.map(worstCaseOf);
      return { degree: most(branches, 'degree'), choices: most(branches, 'choices') + Math.log2(branches.length) };
    }
    case 'repeat':
      return repeatedCase(worstCaseOf(tree.part), tree.times.least, tree.times.most);
  }
}

/** Without an end, repeating what can itself match in several ways has as many ways as there are texts. */
function repeatedCase({ degree, choices }: WorstCase, least: number, most: number): WorstCase {
  const isFixed = degree === 0 && choices === 0;
  if (most === Infinity) return { degree: isFixed ? 1 : Infinity, choices: 0 };
  return { degree: degree * most, choices: choices * most + Math.log2(most - least + 1) };
}

function sum(cases: readonly WorstCase[], key: keyof WorstCase): number {
  return cases.reduce((total, each) => total + each[key], 0);
}

function most(cases: readonly WorstCase[], key: keyof WorstCase): number {
  return cases.reduce((greatest, each) => Math.max(greatest, each[key]), 0);
}
