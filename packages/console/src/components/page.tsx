import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { useLive } from '../live/use-live.ts';
import './page.css';

export interface PageProps {
  readonly title: string;
  /** One line under it: what the page is for, or what it shows now. */
  readonly about?: ReactNode;
  /** Buttons, at the end of the title's line. */
  readonly actions?: ReactNode;
  /** The title is read aloud only: the page begins with something that says more. */
  readonly isTitleUnseen?: boolean;
  readonly children: ReactNode;
}

/** The first page of a visit leaves the focus where the browser has it. */
let hasArrived = false;

/** The frame of every page. Its title names the tab, and gets the focus, so that a screen reader says where one is. */
export function Page({ title, about, actions, isTitleUnseen = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const service = useLive((state) => state.status?.service);
  useEffect(() => {
    document.title = `${title} · ${service ?? 'Seaworthy'}`;
  }, [title, service]);
  useEffect(() => {
    if (hasArrived) heading.current?.focus({ preventScroll: true });
    hasArrived = true;
  }, []);
  return (
    <div className="page">
      <div className={isTitleUnseen ? 'unseen' : 'page-head'}>
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {about !== undefined && <p className="soft">{about}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** At the end of the head: buttons, counts. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
  /** Gives what is inside the room that text needs; tables and lists bring their own. */
  readonly isPadded?: boolean;
}

/** A part of a page, with its own heading: a card. */
export function Section({ title, about, end, children, isPadded = false }: SectionProps) {
  const titleId = useId();
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{title}</h2>
        {about !== undefined && <span className="soft">{about}</span>}
        {end !== undefined && <div className="push card-end">{end}</div>}
      </div>
      {isPadded ? <div className="card-body">{children}</div> : children}
    </section>
  );
}
