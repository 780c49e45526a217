import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Problem } from '@seaworthy/kit/config';
import { ConfigError } from '@seaworthy/kit/config';
import { absoluteFiles } from './integrations/absolute-files.ts';
import { checkTexts } from './integrations/check-texts.ts';
import { checkSettings } from './integrations/settings.ts';
import type { AlertingConfig } from './routes/config/alerting-config.ts';
import { parseAlertingConfig } from './routes/config/parse.ts';
import { findFiles } from './rules/file/find-files.ts';
import type { AlertingSource } from './telling.ts';
import type { TemplateFile } from './template/notification-templates.ts';
import { notificationTemplates } from './template/notification-templates.ts';

/**
 * An Alertmanager configuration and the template files that it names; relative paths in it are relative to the file
 * itself. Nothing in it is taken from the environment: it is read as Alertmanager reads it. Throws one ConfigError with
 * everything that is wrong.
 */
export function loadAlerting(file: string): AlertingSource {
  const written = parseAlertingConfig(read(file), {
    file,
    checkSettings: (...entry) => [...checkSettings(...entry), ...checkTexts(entry[1])],
  });
  const config = withAbsoluteFiles(written, dirname(file));
  const found = config.templates.flatMap((pattern) => templateFiles(pattern, file));
  const problems = found.flatMap((each) => ('message' in each ? [each] : problemsOf(each)));
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, templates: found.filter((each) => 'text' in each) };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const message = code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read (${String(code)})`;
    const fix = 'Correct alerting in the configuration, or make the file.';
    throw new ConfigError([{ path: 'alerting', message, fix, source: file }]);
  }
}

function withAbsoluteFiles(config: AlertingConfig, folder: string): AlertingConfig {
  return {
    ...config,
    global: absoluteFiles(config.global, folder),
    receivers: config.receivers.map((receiver) => ({
      ...receiver,
      integrations: receiver.integrations.map((integration) => ({
        ...integration,
        settings: absoluteFiles(integration.settings, folder),
      })),
    })),
  };
}

/** A pattern that nothing matches names no file; a name that is there no more is a mistake. */
function templateFiles(pattern: string, file: string): (TemplateFile | Problem)[] {
  const found = findFiles(pattern, dirname(file));
  if (found.length === 0 && !/[*?[]/.test(pattern)) {
    const fix = 'Make it, or remove it from templates.';
    return [{ path: 'templates', message: `there is no file ${pattern}`, fix, source: file }];
  }
  return found.map(readTemplate);
}

function readTemplate(name: string): TemplateFile | Problem {
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (error) {
    const message = `${name} cannot be read (${error instanceof Error && 'code' in error ? error.code : 'unreadable'})`;
    return { path: 'templates', message, fix: 'Correct its rights, or remove it from templates.', source: name };
  }
}

function problemsOf(template: TemplateFile): Problem[] {
  try {
    notificationTemplates([template], { now: () => 0 });
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: 'templates', message, fix: 'Correct the template.', source: template.name }];
  }
}
