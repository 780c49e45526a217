/** All that processes which we start see of our own environment; secrets that were meant for us stay with us. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TZ'];

export function baseEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
