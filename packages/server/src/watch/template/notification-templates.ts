import { alertmanagerFunctionNames, alertmanagerFunctions } from './alertmanager-functions.ts';
import { escapeHtml, isBuiltin } from './call.ts';
import { defaultTemplates } from './default-templates.ts';
import { evaluateTemplate } from './evaluate.ts';
import type { ParsedTemplate } from './node.ts';
import type { NotificationView } from './notification-data.ts';
import { notificationData } from './notification-data.ts';
import { parseTemplate } from './parse.ts';

/** A file of templates: what `templates:` of Alertmanager's configuration names. */
export interface TemplateFile {
  readonly name: string;
  readonly text: string;
}

/** The templates of notifications: the default ones, those of the files, and what fields of receivers say in place. */
export interface NotificationTemplates {
  /** Checks a field without carrying it out. Throws TemplateError. */
  check(text: string): void;
  /** A field of a receiver, such as `{{ template "slack.default.title" . }}`. Throws TemplateError. */
  text(text: string, notification: NotificationView): string;
  /** The same for HTML: what is put in is escaped, unless it went through `safeHtml`. */
  html(text: string, notification: NotificationView): string;
}

/** Throws TemplateError for a file that is none. Of equal names the last file's template is used. */
export function notificationTemplates(
  files: readonly TemplateFile[],
  { now }: { readonly now: () => number },
): NotificationTemplates {
  const sources = [{ name: 'default templates', text: defaultTemplates }, ...files];
  const known = new Map(sources.flatMap(({ name, text }) => [...parse(name, text).bodies]));
  const functions = alertmanagerFunctions({ now });
  const inPlace = (text: string): ParsedTemplate => {
    const own = parse('', text);
    return { ...own, bodies: new Map([...known, ...own.bodies]) };
  };
  return {
    check: (text) => void parse('', text),
    text: (text, notification) =>
      text.includes('{{') ? evaluateTemplate(inPlace(text), notificationData(notification), { functions }) : text,
    html: (text, notification) =>
      evaluateTemplate(inPlace(text), notificationData(notification), { functions, escape: escapeHtml }),
  };
}

function parse(name: string, text: string): ParsedTemplate {
  return parseTemplate(name, text, (each) => isBuiltin(each) || alertmanagerFunctionNames.has(each));
}
