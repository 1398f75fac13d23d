/** The icons, each a path on a 16 pixel square. */
import type { JSX } from "preact";

const PATHS = {
  down: <path d="m5 6.5 3 3 3-3" />,
  reset: <path d="M3 8a5 5 0 1 0 1.6-3.7M4.2 2.2v2.4h2.4" />,
  theme: (
    <>
      <circle cx="8" cy="8" r="5.2" />
      <path d="M8 2.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" stroke="none" />
    </>
  ),
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  across: (
    <>
      <rect x="1.8" y="5.5" width="4" height="5" rx="1" />
      <rect x="10.2" y="5.5" width="4" height="5" rx="1" />
      <path d="M6 8h4" />
    </>
  ),
  downward: (
    <>
      <rect x="5.5" y="1.8" width="5" height="4" rx="1" />
      <rect x="5.5" y="10.2" width="5" height="4" rx="1" />
      <path d="M8 6v4" />
    </>
  ),
  fold: (
    <>
      <rect x="2" y="5.2" width="8.6" height="8.6" rx="1.2" />
      <path d="M5 5V3.4A1.2 1.2 0 0 1 6.2 2.2h6.4a1.2 1.2 0 0 1 1.2 1.2v6.4a1.2 1.2 0 0 1-1.2 1.2h-1.8" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="3.8" />
      <path d="m10 10 3.2 3.2" />
    </>
  ),
  save: <path d="M8 2.5v7M5.3 7 8 9.7 10.7 7M3 10.5v2.8h10v-2.8" />,
  attach: (
    <path d="M12.6 7.4 8 12a2.6 2.6 0 0 1-3.7-3.7l4.9-4.9a1.7 1.7 0 0 1 2.4 2.4l-4.6 4.6a.8.8 0 0 1-1.2-1.2l4.1-4" />
  ),
  check: <path d="m3.5 8.5 3 3 6-7" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  warn: (
    <>
      <path d="M8 2.5 14 13H2z" />
      <path d="M8 6.5v3M8 11.2v.3" />
    </>
  ),
  note: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 7.4v3.4M8 5.1v.3" />
    </>
  ),
  more: <path d="M3.4 8h.2M7.9 8h.2M12.4 8h.2" strokeWidth="2.4" />,
  sliders: (
    <path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.2 3.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2M5.8 9.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2" />
  ),
  minus: <path d="M3.5 8h9" />,
  before: <path d="m9.5 5-3 3 3 3" />,
  after: <path d="m6.5 5 3 3-3 3" />,
  around: (
    <>
      <circle cx="8" cy="8" r="1.6" />
      <circle cx="8" cy="8" r="5.2" />
    </>
  ),
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  fit: <path d="M3 6V3h3M13 6V3h-3M3 10v3h3M13 10v3h-3" />,
  first: <path d="M8.2 4 4.5 8l3.7 4M12.2 4 8.5 8l3.7 4" />,
  last: <path d="M7.8 4l3.7 4-3.7 4M3.8 4l3.7 4-3.7 4" />,
  back: (
    <>
      <path d="M12 3.5v9L6 8z" fill="currentColor" stroke="none" />
      <path d="M4 3.5v9" />
    </>
  ),
  step: (
    <>
      <path d="M4 3.5v9l6-4.5z" fill="currentColor" stroke="none" />
      <path d="M12 3.5v9" />
    </>
  ),
  play: <path d="M5 3.2v9.6l7.6-4.8z" fill="currentColor" stroke="none" />,
  pause: <path d="M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z" fill="currentColor" stroke="none" />,
  stop: <path d="M4 4h8v8H4z" fill="currentColor" stroke="none" />,
  undo: <path d="M5.5 3 2.8 5.7l2.7 2.7M3 5.7h6.2a3.6 3.6 0 0 1 0 7.2H6.5" />,
  redo: <path d="M10.5 3l2.7 2.7-2.7 2.7M13 5.7H6.8a3.6 3.6 0 0 0 0 7.2h2.7" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="7.5" height="7.5" rx="1.2" />
      <path d="M10.5 5.5V3H3v7.5h2.5" />
    </>
  ),
  away: <path d="M6.5 3.5H3v9.5h9.5V9.5M9 3h4v4M13 3 7.5 8.5" />,
  right: <path d="m6.5 5 3 3-3 3" />,
  left: <path d="m9.5 5-3 3 3 3" />,
  holds: <path d="m3.5 8.5 3 3 6-7" />,
  share: (
    <path d="M6.5 9.5a2.4 2.4 0 0 0 3.4 0l2.6-2.6a2.4 2.4 0 0 0-3.4-3.4L8 4.6M9.5 6.5a2.4 2.4 0 0 0-3.4 0L3.5 9.1a2.4 2.4 0 0 0 3.4 3.4L8 11.4" />
  ),
  present: (
    <>
      <rect x="2" y="3" width="12" height="8" rx="1" />
      <path d="M8 11v2.5M5.5 13.5h5" />
    </>
  ),
  group: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="1.5" strokeDasharray="2.4 1.8" />
      <rect x="5.5" y="6" width="5" height="4" rx="1" />
    </>
  ),
  list: (
    <>
      <rect x="1.8" y="5.8" width="12.4" height="4.4" rx="0.8" />
      <path d="M5.9 5.8v4.4M10.1 5.8v4.4" />
    </>
  ),
  call: (
    <>
      <rect x="2.5" y="3.5" width="11" height="9" rx="1.2" />
      <path d="M2.5 6.5h11" />
    </>
  ),
  lines: <path d="M2.5 4.5h11M2.5 8h7M2.5 11.5h9" />,
  matrix: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="0.8" />
      <path d="M2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11" />
    </>
  ),
  value: <circle cx="8" cy="8" r="3.2" />,
  inspect: (
    <>
      <rect x="2.2" y="3" width="11.6" height="10" rx="1.2" />
      <path d="M9.6 3v10" />
    </>
  ),
} satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      {PATHS[name]}
    </svg>
  );
}
