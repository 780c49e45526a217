import { describe, expect, it } from 'vitest';
import { parseFlags, UsageError, usage } from './flags.ts';

describe('the flags of the control plane', () => {
  it('are the server settings, by their names', () => {
    expect(parseFlags(['--state-dir', 's', '--allow-remote', '--proxy-workers=1', '-f', 'bell.yaml'])).toEqual({
      file: 'bell.yaml',
      isCheckOnly: false,
      isHelp: false,
      server: { '--state-dir': 's', '--allow-remote': 'true', '--proxy-workers': '1' },
    });
  });

  it('read seaworthy.yaml when none is given, and take --port as a port of loopback', () => {
    expect(parseFlags(['--port', '0', '--config-check'])).toMatchObject({
      file: 'seaworthy.yaml',
      isCheckOnly: true,
      server: { '--listen': '127.0.0.1:0' },
    });
  });

  it('that are unknown, or lack a value, are refused', () => {
    expect(() => parseFlags(['--colour', 'red'])).toThrow(UsageError);
    expect(() => parseFlags(['--state-dir'])).toThrow(UsageError);
    expect(() => parseFlags(['seaworthy.yaml'])).toThrow(UsageError);
  });

  it('are all named by the help', async () => {
    await expect(usage()).toMatchFileSnapshot('testdata/usage.txt');
  });
});
