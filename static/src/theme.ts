/**
 * The theme, before anything is painted: the operating system decides until the reader presses the button;
 * `?theme=dark` or `?theme=light` pins it for a page that is shown inside another one.
 */
(() => {
  const asked = /[?&]theme=(dark|light)\b/.exec(location.search)?.[1];
  let kept: string | null = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // A private window keeps nothing.
  }
  const theme = asked ?? kept;
  if (theme === "dark" || theme === "light") document.documentElement.setAttribute("data-theme", theme);
})();
