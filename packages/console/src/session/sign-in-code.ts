/**
 * The one-time code of a sign-in link: in the fragment, which a browser sends to no server, or in `?code=`. Also found in
 * a whole link, or a bare code, that somebody pasted.
 */
export function codeOf(text: string): string | undefined {
  const given = text.trim();
  if (/^\w[\w.-]{7,199}$/.test(given)) return given;
  if (!URL.canParse(given)) return undefined;
  const { hash, searchParams } = new URL(given);
  const code = hash.replace(/^#(code=)?/, '') || searchParams.get('code');
  return code ? decodeURIComponent(code) : undefined;
}
