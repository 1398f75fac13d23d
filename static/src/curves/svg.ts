/** A plot as a file of its own: its elements with the style that the page gives them, in both themes. */

/** What a plot's style sets. */
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "paint-order",
  "text-anchor",
  "font-family",
  "font-size",
  "font-weight",
] as const;
const DRAWN = "path, line, circle, rect, text, tspan, polyline";
const ROOM = 12;

/** What the elements of a copy look like, put in the place of the plot so that every rule of the page applies. */
function looks(plot: SVGSVGElement, scheme: "light" | "dark"): string[] {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  copy.style.colorScheme = scheme;
  copy.style.position = "absolute";
  copy.style.visibility = "hidden";
  plot.after(copy);
  try {
    return [copy, ...copy.querySelectorAll(DRAWN)].map((element) => {
      const style = getComputedStyle(element);
      return PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
    });
  } finally {
    copy.remove();
  }
}

/** The colour behind a plot. */
function ground(plot: SVGSVGElement, scheme: "light" | "dark"): string {
  const probe = document.createElement("i");
  probe.style.cssText = `color-scheme:${scheme};color:var(--surface)`;
  plot.after(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function svgOf(plot: SVGSVGElement): string {
  const [light, dark] = [looks(plot, "light"), looks(plot, "dark")];
  const copy = plot.cloneNode(true) as SVGSVGElement;
  const names = new Map<string, string>();
  [copy, ...copy.querySelectorAll(DRAWN)].forEach((element, index) => {
    const look = `${light[index]}|${dark[index]}`;
    if (!names.has(look)) names.set(look, `s${names.size}`);
    element.setAttribute("class", names.get(look) ?? "");
    element.removeAttribute("style");
  });
  const rules = [...names].map(([look, name]) => [name, ...look.split("|")] as const);
  const style = document.createElementNS(copy.namespaceURI, "style");
  style.textContent = [
    ...rules.map(([name, shown]) => `.${name}{${shown}}`),
    `.ground{fill:${ground(plot, "light")}}`,
    "@media(prefers-color-scheme:dark){",
    ...rules.map(([name, , shown]) => `.${name}{${shown}}`),
    `.ground{fill:${ground(plot, "dark")}}`,
    "}",
  ].join("");
  const { width, height } = plot.viewBox.baseVal;
  const back = document.createElementNS(copy.namespaceURI, "rect");
  const box = { x: -ROOM, y: -ROOM, width: width + 2 * ROOM, height: height + 2 * ROOM };
  for (const [name, value] of Object.entries({ ...box, class: "ground" }))
    back.setAttribute(name, `${value}`);
  copy.prepend(style, back);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", Object.values(box).join(" "));
  copy.setAttribute("width", `${box.width}`);
  copy.setAttribute("height", `${box.height}`);
  return new XMLSerializer().serializeToString(copy);
}
