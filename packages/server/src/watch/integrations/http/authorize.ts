import { readSecret } from '../secret.ts';
import type { HttpConfig } from './http-config.ts';

export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** The headers that an `http_config` adds; secrets are read from their files anew each time. */
export async function authorize(config: HttpConfig | undefined): Promise<Authorization> {
  if (config === undefined) return { headers: {}, secrets: [] };
  const parts = [await basic(config), await bearer(config), await custom(config)];
  return {
    headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
    secrets: parts.flatMap(({ secrets }) => secrets),
  };
}

async function basic({ basic_auth: auth }: HttpConfig): Promise<Authorization> {
  if (auth === undefined) return { headers: {}, secrets: [] };
  const user = (await readSecret(auth.username, auth.username_file)) ?? '';
  const password = (await readSecret(auth.password, auth.password_file)) ?? '';
  const encoded = Buffer.from(`${user}:${password}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [password, encoded] };
}

async function bearer(config: HttpConfig): Promise<Authorization> {
  const { authorization: auth, bearer_token, bearer_token_file } = config;
  const token = await readSecret(auth?.credentials ?? bearer_token, auth?.credentials_file ?? bearer_token_file);
  if (token === undefined) return { headers: {}, secrets: [] };
  return { headers: { authorization: `${auth?.type ?? 'Bearer'} ${token}` }, secrets: [token] };
}

async function custom({ http_headers: headers = {} }: HttpConfig): Promise<Authorization> {
  const values: [string, string][] = [];
  const secrets: string[] = [];
  for (const [name, given] of Object.entries(headers)) {
    const files = await Promise.all(given.files.map((file) => readSecret(undefined, file)));
    const kept = [...given.secrets, ...files.filter((text) => text !== undefined)];
    values.push([name.toLowerCase(), [...given.values, ...kept].join(', ')]);
    secrets.push(...kept);
  }
  return { headers: Object.fromEntries(values), secrets };
}
