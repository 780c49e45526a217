import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const kitFolder = fileURLToPath(new URL('..', import.meta.url));

/** The programs that stand in a page of the kit. */
export function programsIn(page: string): readonly string[] {
  const text = readFileSync(path.join(kitFolder, page), 'utf8');
  return Array.from(text.matchAll(/```ts\n([\s\S]*?)```/g), ([, program = '']) => program);
}

/** A program, running until it says that it listens; in the kit's folder, so that it finds the kit by its name. */
export async function runProgram(program: string, env: Record<string, string> = {}) {
  const child = spawnProgram(program, env);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output.push(String(chunk));
      if (output.join('').includes('listening')) resolve();
    });
    void readText(child.stderr).then((text) => reject(new Error(text)));
  });
  const lines = () =>
    output
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [, port] = /"port":(\d+)/.exec(output.join('')) ?? [];
  const ask = (where: string, headers = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      get({ port, path: where, headers, agent: false }, async (response) =>
        resolve({ status: response.statusCode, body: await readText(response) }),
      ).on('error', reject);
    });
  return { child, exited, lines, ask };
}

/** What a program writes until it ends by itself. */
export async function outputOf(program: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const { stdout, stderr } = spawnProgram(program, env, files);
  const [output, complaints] = await Promise.all([readText(stdout), readText(stderr)]);
  return { lines: output.trimEnd().split('\n'), complaints };
}

function spawnProgram(program: string, env: Record<string, string>, files: Record<string, string> = {}) {
  const cwd = mkdtempSync(path.join(kitFolder, '.readme-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const [name, text] of Object.entries({ ...files, 'program.ts': program }))
    writeFileSync(path.join(cwd, name), text);
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const parameters = ['--import', tsx, '--conditions=source', 'program.ts'];
  const child = spawn(process.execPath, parameters, { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
