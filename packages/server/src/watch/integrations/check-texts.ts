import { notificationTemplates } from '../template/notification-templates.ts';
import type { Settings, SettingsProblem } from './settings.ts';

const { check } = notificationTemplates([], { now: () => 0 });

/** Texts of an entry with templates in them that could never be carried out. */
export function checkTexts(settings: Settings): readonly SettingsProblem[] {
  return textsOf(settings, '').flatMap(([path, text]) => {
    const message = complaintAbout(text);
    return message === undefined ? [] : [{ path, message, fix: 'Correct the template.' }];
  });
}

function textsOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return value.includes('{{') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, path === '' ? key : `${path}.${key}`));
}

function complaintAbout(text: string): string | undefined {
  try {
    check(text);
    return undefined;
  } catch (error) {
    return `is no template: ${error instanceof Error ? error.message : String(error)}`;
  }
}
