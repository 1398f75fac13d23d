/**
 * Numbers as people read them. `card` is the same function as the server's drawing: both are held to
 * tests/number_format.json. On screen the minus is U+2212; in code and JSON it stays a hyphen.
 */

const MINUS = "−";
const CARD_WIDTH = 9;
const ALWAYS_LONGER = 1e5;

/** A number's text with the minus of the screen. */
export const onScreen = (text: string): string => text.replaceAll("-", MINUS);

function special(x: number): string | null {
  if (Number.isNaN(x)) return "nan";
  if (x === Number.POSITIVE_INFINITY) return "inf";
  if (x === Number.NEGATIVE_INFINITY) return `${MINUS}inf`;
  return null;
}

/** The number on a card: four decimals while they fit in nine characters, else five significant digits. */
export function card(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const size = Math.abs(x);
  const fixed = sign + size.toFixed(4);
  const vanishes = size !== 0 && Number(size.toFixed(4)) === 0;
  return onScreen(
    size < ALWAYS_LONGER && fixed.length <= CARD_WIDTH && !vanishes ? fixed : sign + size.toExponential(4),
  );
}

/** Between the ends of a range. */
export const TO = " … ";

/** Three significant digits, five of a large number; what is too small or too large has an exponent. */
function brief(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size < 1e-3 || size >= ALWAYS_LONGER) return onScreen(x.toExponential(1).replace("e+", "e"));
  return onScreen(x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3));
}

/** The least and the greatest of some numbers; one number if all are equal, `nan` if one is. */
export function range(numbers: readonly number[]): string {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of numbers) {
    if (Number.isNaN(x)) return "nan";
    if (x < least) least = x;
    if (x > most) most = x;
  }
  return least === most ? card(least) : `${brief(least)}${TO}${brief(most)}`;
}

/** A number inside a sentence: six significant digits unless told otherwise, no padding. */
export function short(x: number, digits = 6): string {
  const odd = special(x);
  if (odd !== null) return odd;
  if (x === 0) return Object.is(x, -0) ? `${MINUS}0` : "0";
  return onScreen(String(Number(x.toPrecision(digits))));
}

/** A share of a sum: always with its sign. */
export function signed(x: number): string {
  const text = short(x);
  return x >= 0 || Object.is(x, -0) ? `+${text.replace(MINUS, "")}` : text;
}

/** Python's `repr` of a float: every digit that is needed and not one more. */
export function repr(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  const [mantissa = "0", exponentText = "0"] = Math.abs(x).toExponential().split("e");
  const exponent = Number(exponentText);
  const digits = mantissa.replace(".", "");
  const sign = x < 0 || Object.is(x, -0) ? MINUS : "";
  if (exponent < -4 || exponent >= 16) {
    const power = `${exponent < 0 ? MINUS : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
    return `${sign}${mantissa}e${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, "0");
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || "0"}`;
}

/** The bits of a double, as Python's `float.hex` writes them but without the trailing zeros. */
export function hex(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  const sign = x < 0 || Object.is(x, -0) ? MINUS : "";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const biased = view.getUint32(0) >>> 20;
  const bits = ((BigInt(view.getUint32(0)) & 0xfffffn) << 32n) | BigInt(view.getUint32(4));
  const digits = bits.toString(16).padStart(13, "0").replace(/0+$/, "") || "0";
  if (x === 0) return `${sign}0x0.0p+0`;
  const power = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${digits}p${power < 0 ? MINUS : "+"}${Math.abs(power)}`;
}

/** What a number field shows while nobody edits it: two decimals if they say it all, else four. */
export function field(x: number): string {
  const odd = special(x);
  if (odd !== null) return odd;
  if (Number(x.toFixed(2)) === x && Math.abs(x) < 1e6) return onScreen(x.toFixed(2));
  return card(x);
}

/** What a person typed, or null if it is not a finite number. Both minus signs are understood. */
export function parse(text: string): number | null {
  const plain = text.trim().replaceAll(MINUS, "-");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A count with thousands separated: 2,932. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** A count and its noun: "1 value", "7 values". */
export function counted(n: number, noun: string, several = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : several}`;
}
