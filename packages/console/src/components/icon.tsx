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
  home: 'M4 11.5 12 5l8 6.5M6 10v9h4.5v-5h3v5H18v-9',
  rocket: 'M5 15c-1.5 1.2-2 5-2 5s3.8-.5 5-2M9 15l-3-3c1-4 4-9 13-9 0 9-5 12-9 13zM14.5 9.5v.1',
  heart: 'M3 12h4l2.5-6 4.5 12 2.5-6H21',
  target: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 11.9v.2',
  chart: 'M4 4v16h16M7.5 15l3.5-4.5 3 2.5 5-6.5',
  grid: 'M4 4h7v7H4zM13 4h7v4h-7zM13 11h7v9h-7zM4 14h7v6H4z',
  lines: 'M4 6h16M4 10h11M4 14h16M4 18h8',
  spans: 'M4 6h9M7 11h10M11 16h9M4 20h2',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  mute: 'M6 16V11a6 6 0 0 1 .8-3M9.5 5.5A6 6 0 0 1 18 11v4M16.5 18h-12L6 16M10 21h4M4 4l16 16',
  scroll: 'M6 4h9l4 4v12H6zM14 4v5h5M9 13h7M9 16.5h5',
  key: 'M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 12l8-8M16 7l3 3',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20',
  down: 'M6 9.5 12 15l6-5.5',
  up: 'M6 14.5 12 9l6 5.5',
  right: 'M9.5 6 15 12l-5.5 6',
  left: 'M14.5 6 9 12l5.5 6',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  out: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20a7.5 7.5 0 0 1 15 0',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
} as const;

export type IconName = keyof typeof paths;

/** Never the only bearer of a meaning: a word stands beside it, or names the button that it is in. */
export function Icon({ name, spins = false }: { name: IconName; spins?: boolean }) {
  return (
    <svg
      className={`icon icon-${name} ${spins ? 'spins' : ''}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
