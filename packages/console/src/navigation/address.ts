import { useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What stands behind the `?`, as plain words: whatever is shown can be sent to somebody as a link. */
export type Search = Readonly<Record<string, string>>;
/** Undefined takes a word away. */
export type SearchPatch = Readonly<Record<string, string | undefined>>;

export function useSearch(): Search {
  return useLocation({ select: ({ search }) => search as Search });
}

/** Changes some words of the search; by default without a new step in the history. */
export function useSetSearch(): (patch: SearchPatch, options?: { isStep?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (patch, { isStep = false } = {}) => {
      const search = (before: object) => withoutEmpty({ ...(before as Search), ...patch });
      void navigate({ to: '.', search: search as never, replace: !isStep, resetScroll: false });
    },
    [navigate],
  );
}

/** A part of the path that varies: `id` of `/deployments/$id`. */
export function useParam(name: string): string | undefined {
  const parameters: Record<string, string | undefined> = useParams({ strict: false });
  return parameters[name];
}

export function useGo(): (path: string, search?: SearchPatch) => void {
  const navigate = useNavigate();
  return useCallback(
    (path, search = {}) => void navigate({ to: path, search: withoutEmpty(search) as never }),
    [navigate],
  );
}

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

export function formatSearch(search: object): string {
  const text = String(new URLSearchParams(withoutEmpty(search as SearchPatch)));
  return text === '' ? '' : `?${text}`;
}

export function withoutEmpty(search: SearchPatch): Search {
  const words = Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(words.filter(([, word]) => word !== ''));
}
