const paths = {
  check: 'M4 12.5 9.5 18 20 6.5',
  cross: 'M6 6l12 12M18 6 6 18',
  warning: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  question: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18v.1',
  dash: 'M6 12h12',
  dot: 'M12 11.9v.2',
  turn: 'M20 12a8 8 0 1 1-2.6-5.9M20 4v4h-4',
  pause: 'M9 5v14M15 5v14',
  back: 'M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v1',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
} as const;

export type IconName = keyof typeof paths;

/** Never the only bearer of a meaning: a word stands beside it, or names the button that it is in. */
export function Icon({ name, spins = false }: { name: IconName; spins?: boolean }) {
  return (
    <svg className={`icon ${name} ${spins ? 'spins' : ''}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
