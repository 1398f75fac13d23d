/** The bar over every page: where one is, what the page says of itself, the theme. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { rooted } from "../wire/boot";
import { type Carried, leave } from "./carried";
import { Icon } from "./icon";

/** The pages in the order of the bar. */
export const SECTIONS = [
  { href: "/", title: "Explore" },
  { href: "/practise", title: "Practise" },
  { href: "/slope", title: "Slope" },
  { href: "/lessons", title: "Lessons" },
  { href: "/why", title: "Questions" },
  { href: "/train", title: "Train" },
  { href: "/api", title: "API" },
] as const;

/** Compare has an address and no place in the bar: it is reached from what is to be compared. */
export type SectionPath = (typeof SECTIONS)[number]["href"] | "/compare";

const SYSTEM = "(prefers-color-scheme: dark)";
const isDark = (): boolean => {
  const pinned = document.documentElement.getAttribute("data-theme");
  return pinned === null ? matchMedia(SYSTEM).matches : pinned === "dark";
};

function switchTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.setAttribute("data-theme", theme);
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A private window keeps nothing; the choice holds for this page.
  }
}

function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="5" cy="6" r="2.6" class="l-d" />
      <circle cx="5" cy="18" r="2.6" class="l-d" />
      <circle cx="19" cy="12" r="3.1" class="l-g" />
      <path class="l-e" d="M7.4 7.1 13 9.6M7.4 16.9 13 14.4M15.2 9.4 12 12l3.2 2.6" />
    </svg>
  );
}

function ThemeSwitch(): JSX.Element {
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const system = matchMedia(SYSTEM);
    const follow = (): void => setDark(isDark());
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  return (
    <button
      class="btn ghost icon"
      type="button"
      id="theme"
      aria-pressed={dark}
      aria-label="Dark theme"
      title="Dark theme"
      onClick={() => {
        switchTheme();
        setDark(isDark());
      }}
    >
      <Icon name="theme" />
    </button>
  );
}

/** The pages that open the program of another. */
const OPEN_PROGRAMS: ReadonlySet<SectionPath> = new Set(["/", "/practise", "/slope", "/train", "/compare"]);

/** Go to another page with what `now` keeps, which may be newer than what the links hold. */
export async function goTo(href: SectionPath, now: Carried["now"]): Promise<void> {
  const fragment = await now();
  if (!OPEN_PROGRAMS.has(href)) leave(fragment);
  location.assign(rooted(OPEN_PROGRAMS.has(href) ? href + fragment : href));
}

/** A click that opens the link here and not in a tab of its own. */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** A link to another page, which opens the program of this one. The link to this page itself begins it again. */
export function PageLink(props: {
  readonly href: SectionPath;
  readonly here: SectionPath | null;
  readonly carried: Carried | undefined;
  readonly class?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { href, here, carried } = props;
  const takesAlong = carried !== undefined && href !== here;
  return (
    <a
      class={props.class}
      aria-label={props.label}
      href={rooted(takesAlong && OPEN_PROGRAMS.has(href) ? href + carried.fragment : href)}
      aria-current={href === here && props.label === undefined ? "page" : undefined}
      onClick={(event) => {
        if (!takesAlong || !isPlain(event)) return;
        event.preventDefault();
        void goTo(href, carried.now);
      }}
    >
      {props.children}
    </a>
  );
}

/**
 * `carried` is the program that other pages open;
 * `middle` is what the page shows, `acts` come before the theme switch, `menu` after it.
 */
export function Bar(props: {
  readonly here: SectionPath | null;
  readonly carried?: Carried;
  readonly middle?: ComponentChildren;
  readonly acts?: ComponentChildren;
  readonly menu?: ComponentChildren;
}): JSX.Element {
  const { here, carried } = props;
  const nav = useRef<HTMLElement>(null);
  // Where the bar has no room for all of them, the page that one is on is in sight.
  useEffect(
    () =>
      nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
    [],
  );
  return (
    <header class="topbar">
      <PageLink class="brand" label="Backlens" href="/" here={here} carried={carried}>
        <Logo />
        <span>Backlens</span>
      </PageLink>
      <nav aria-label="Sections" ref={nav}>
        <ul>
          {SECTIONS.map(({ href, title }) => (
            <li key={href}>
              <PageLink href={href} here={here} carried={carried}>
                {title}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
      <div class="doc">{props.middle}</div>
      <div class="acts">
        {props.acts}
        <ThemeSwitch />
        {props.menu}
      </div>
    </header>
  );
}
