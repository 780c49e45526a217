import type { ErrorCode, YAMLError } from 'yaml';

/** A mistake in YAML itself, in words that never repeat what the file holds: that may be a secret. */
export interface YamlMistake {
  readonly message: string;
  readonly fix: string;
}

const indentation: YamlMistake = {
  message: 'the indentation does not fit the lines around it',
  fix: 'Give keys of one mapping the same number of spaces.',
};
const structure: YamlMistake = {
  message: 'this is not valid YAML',
  fix: 'Look here, and just before it, for a missing ":", bracket or quote.',
};

const openBracket: YamlMistake = {
  message: 'a bracket opened before is not closed',
  fix: 'Close each [ with ] and each { with }.',
};

const mistakes: Readonly<Partial<Record<ErrorCode, YamlMistake>>> = {
  BAD_INDENT: indentation,
  TAB_AS_INDENT: { message: 'a tab is used for indentation', fix: 'Indent with spaces.' },
  MISSING_CHAR: {
    message: 'a closing quote, bracket or ":" is missing',
    fix: 'Close what was opened on this line or before.',
  },
  BAD_SCALAR_START: { message: 'a plain text cannot begin with this character', fix: 'Put the text in quotes.' },
  BAD_DQ_ESCAPE: {
    message: 'the text holds an unknown \\ escape',
    fix: "Write \\\\ for a backslash, or use 'single quotes'.",
  },
  BAD_ALIAS: { message: 'a plain text cannot begin with *', fix: 'Put the text in quotes.' },
  MULTIPLE_DOCS: { message: 'the file holds several documents', fix: 'Keep one, and remove the "---" between them.' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key reaches over several lines', fix: 'Look for a missing ":" after a key.' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a value stands where only one line fits',
    fix: 'Put it on its own, indented line, or in quotes.',
  },
  BLOCK_IN_FLOW: { message: 'a block stands inside [] or {}', fix: 'Close the bracket before this line.' },
  TAG_RESOLVE_FAILED: { message: 'YAML tags are not used here', fix: 'Remove the tag that begins with "!".' },
  NON_STRING_KEY: { message: 'a key must be a text', fix: 'Write the key as one plain word.' },
};

/** The parser's own message is only looked at, for it may quote the file: an open bracket is reported as indentation. */
export function yamlMistake({ code, message }: Pick<YAMLError, 'code' | 'message'>): YamlMistake {
  if (message.startsWith('Flow ')) return openBracket;
  return mistakes[code] ?? structure;
}
