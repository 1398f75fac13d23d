/** The top bar: where one is, which program is loaded, the theme and help. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { ExamplesMenu } from "../parts/examples-menu";
import { Icon } from "../parts/icon";
import { Menu } from "../parts/menu";
import { FORMS, save } from "../save";
import { doc } from "../state/document";
import { find, name, origin } from "../state/naming";
import { example } from "../state/program";
import { helpOpen } from "../state/screen";

const isDark = (): boolean => {
  const pinned = document.documentElement.getAttribute("data-theme");
  return pinned === null ? matchMedia("(prefers-color-scheme: dark)").matches : pinned === "dark";
};
const dark = signal(isDark());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  dark.value = isDark();
});

function switchTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.setAttribute("data-theme", theme);
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A private window keeps nothing; the choice holds for this page.
  }
  dark.value = isDark();
}

function title(): string {
  if (example.value !== null) return example.value.title;
  const output = find(doc.value, doc.value?.output ?? null);
  if (doc.value === null || output === null) return "Your program";
  return output.inputs.length === 0 ? name(output) : `${name(output)} = ${origin(doc.value, output)}`;
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

const go = (): void => location.assign("/docs");

export function TopBar(): JSX.Element {
  return (
    <header class="topbar">
      <a class="brand" href="/" aria-label="Backlens">
        <Logo />
        <span>Backlens</span>
      </a>
      <nav aria-label="Sections">
        <ul>
          <li>
            <a href="/" aria-current="page">
              Explore
            </a>
          </li>
          <li>
            <a href="/docs">API</a>
          </li>
        </ul>
      </nav>
      <div class="doc">
        {example.value !== null && <span>Example</span>}
        <b>{title()}</b>
        <ExamplesMenu class="btn ghost sm" align="middle" label="Choose an example">
          <Icon name="down" />
        </ExamplesMenu>
      </div>
      <div class="acts">
        <button
          class="btn ghost icon desk"
          type="button"
          aria-label="Keyboard help"
          title="Keyboard help (?)"
          onClick={() => {
            helpOpen.value = true;
          }}
        >
          <kbd>?</kbd>
        </button>
        <button
          class="btn ghost icon"
          type="button"
          id="theme"
          aria-pressed={dark.value}
          aria-label="Dark theme"
          title="Dark theme"
          onClick={switchTheme}
        >
          <Icon name="theme" />
        </button>
        <Menu
          label="Menu"
          class="btn ghost icon only-phone"
          align="right"
          items={[
            ...FORMS.map((form) => ({
              key: form.suffix,
              text: `Export ${form.title}`,
              onChoose: () => void save(form),
            })),
            { key: "api", text: "API", onChoose: go },
          ]}
        >
          <Icon name="menu" />
        </Menu>
      </div>
    </header>
  );
}
