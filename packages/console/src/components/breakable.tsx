import { Fragment } from 'react';

/** A technical name, `http.request.method` say, that takes a second line after one of its signs, never inside a word. */
export function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[._:/-])(?=[A-Za-z0-9])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names of their own, and keep their places.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
