// Small pieces of page: elements, icons, times, and WhatsApp's way of writing.

export const byId = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "hue") made.style.setProperty("--hue", value);
    else if (name in made && name !== "role") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const ICONS = {
  reply: "M9 6 4 11l5 5M4 11h9a6 6 0 0 1 6 6v1",
  list: "M5 7h.01M5 12h.01M5 17h.01M10 7h9M10 12h9M10 17h9",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  accepted: "M6 6.5 9 9.5 16 2",
  sent: "M6 6.5 9 9.5 16 2",
  delivered: "M1 6.5 4 9.5 10.6 2M6.5 8 8 9.5 15 2",
  read: "M1 6.5 4 9.5 10.6 2M6.5 8 8 9.5 15 2",
  failed: "M8.5 1v6M8.5 10v.01",
};

export function icon(name, box = "0 0 24 24", className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", ICONS[name] || ICONS.sent);
  svg.append(path);
  return svg;
}

export const ticks = (status) => icon(status, "0 0 17 11", `ticks ${status}`);

export const clock = (moment) =>
  new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

export const exactClock = (moment) =>
  new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export function dayName(moment) {
  const date = new Date(moment);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  return date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}

export const initials = (name) => name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();

export function hueOf(text) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 3600;
  return sum % 360;
}

const MARKS = [
  [/```([^`]+)```/, "code"],
  [/(?<![\w*])\*([^*\n]+)\*(?![\w*])/, "strong"],
  [/(?<![\w_])_([^_\n]+)_(?![\w_])/, "em"],
  [/(?<![\w~])~([^~\n]+)~(?![\w~])/, "s"],
  [/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/, "a"],
];

// Text never becomes HTML: marks become elements, everything else stays text.
export function written(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  while (rest) {
    const found = MARKS.map(([pattern, tag]) => ({ match: pattern.exec(rest), tag }))
      .filter(({ match }) => match)
      .sort((one, other) => one.match.index - other.match.index)[0];
    if (!found) break;
    const { match, tag } = found;
    const made = tag === "a"
      ? element("a", { href: match[1], target: "_blank", rel: "noopener noreferrer" }, match[1])
      : element(tag, {}, tag === "code" ? match[1] : written(match[1]));
    fragment.append(rest.slice(0, match.index), made);
    rest = rest.slice(match.index + match[0].length);
  }
  fragment.append(rest);
  return fragment;
}

let hiding;
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, 4000);
}

// Repeats a piece of work for ever; while it fails it is tried less often.
export function repeat(work, every) {
  let pause = every;
  const turn = async () => {
    try {
      await work();
      pause = every;
    } catch {
      pause = Math.min(pause * 2, 10000);
    }
    setTimeout(turn, document.hidden ? Math.max(pause, 3000) : pause);
  };
  turn();
}
