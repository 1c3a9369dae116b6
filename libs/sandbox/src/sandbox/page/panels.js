// What stands beside the phone: the SMS inbox, the faults, and the timeline.

import { byId, clock, element, exactClock, hueOf, toast } from "/page/parts.js";
import { server } from "/page/server.js";

const CODE = /(?<!\d)\d{6}(?!\d)/;

export class Inbox {
  // `use(code)` puts a code into the phone's message field.
  constructor(use, isShown) {
    this.use = use;
    this.isShown = isShown;
    this.thread = byId("sms-thread");
    this.field = byId("sms-number");
    this.field.onchange = () => this.follow(this.field.value.replace(/\D/g, ""));
    this.unread = 0;
  }

  follow(number) {
    this.number = number;
    this.field.value = number;
    this.seen = null;
    this.unread = 0;
    this.thread.replaceChildren();
    this.refresh().catch(() => undefined);
  }

  async refresh() {
    const number = this.number;
    const messages = number ? (await server.sms(number)).messages : [];
    if (number !== this.number) return;
    if (this.isShown()) this.unread = 0;
    if (this.seen !== null) this.unread += Math.max(0, messages.length - this.seen);
    if (this.isShown()) this.unread = 0;
    if (this.seen !== messages.length) this.draw(messages);
    this.seen = messages.length;
    byId("sms-badge").hidden = this.unread === 0;
    byId("sms-badge").textContent = this.unread;
    const { inboxes } = await server.inboxes();
    byId("sms-numbers").replaceChildren(...inboxes.map((value) => element("option", { value })));
  }

  draw(messages) {
    if (!messages.length) {
      const words = this.number
        ? "No SMS yet. When you pay, the wallet sends a code here."
        : "This customer shares no number. Type the wallet’s number above to see its SMS.";
      this.thread.replaceChildren(element("p", { className: "sms-empty" }, words));
      return;
    }
    this.thread.replaceChildren(...messages.map((message) => this.text(message)));
    this.thread.scrollTop = this.thread.scrollHeight;
  }

  text({ text, at }) {
    const code = CODE.exec(text);
    const words = element("div", {});
    const foot = element("footer", {}, element("time", { dateTime: at }, clock(at)));
    if (code) {
      words.append(text.slice(0, code.index), element("span", { className: "code" }, code[0]), text.slice(code.index + 6));
      foot.append(element("button", { type: "button", onclick: () => this.use(code[0]) }, "Use code"));
    } else {
      words.append(text);
    }
    return element("div", { className: "text" }, words, foot);
  }
}

const PROVIDER_NAMES = { omari: "O’mari", graph: "WhatsApp" };
const plainName = (name) => name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase()).replace(/\botp\b/i, "OTP");

export class Faults {
  constructor() {
    this.provider = "omari";
    byId("faults-off").onclick = () => this.change(() => server.switchOff());
    byId("fault-operation").onchange = () => this.draw();
  }

  async refresh() {
    const known = await server.faults();
    const changed = JSON.stringify(known.active) !== JSON.stringify(this.known?.active);
    const first = !this.known;
    this.known = known;
    if (first) this.drawForm();
    if (first || changed) this.draw();
  }

  async change(work) {
    try {
      await work();
      await this.refresh();
    } catch (error) {
      toast(error.message);
    }
    this.draw();
  }

  drawForm() {
    byId("fault-provider").replaceChildren(...Object.keys(this.known.fires).map((name) =>
      element("button", {
        type: "button", title: this.known.providers[name], "aria-pressed": String(name === this.provider),
        onclick: () => { this.provider = name; this.drawForm(); this.draw(); },
      }, PROVIDER_NAMES[name] || name)));
    const operations = Object.keys(this.known.fires[this.provider]);
    byId("fault-operation").replaceChildren(...operations.map((name) =>
      element("option", { value: name, title: this.known.operations[name] }, name === "*" ? "every call" : name)));
    if (operations.includes("request")) byId("fault-operation").value = "request";
  }

  draw() {
    const { active, behaviours, fires } = this.known;
    const operation = byId("fault-operation").value;
    const focused = byId("switches").contains(document.activeElement) ? document.activeElement.value : "";
    byId("switches").replaceChildren(...fires[this.provider][operation].map((behaviour) => {
      const on = active.find((one) => one.provider === this.provider && one.operation === operation && one.behaviour === behaviour);
      return this.switch(behaviour, behaviours[behaviour], on);
    }));
    if (focused) byId("switches").querySelector(`[value="${focused}"]`)?.focus();
    byId("active-faults").replaceChildren(...active.map((fault) => this.chip(fault)));
    byId("faults-off").hidden = active.length === 0;
    byId("faults-badge").hidden = active.length === 0;
    byId("faults-badge").textContent = active.length;
  }

  switch(behaviour, sentence, on) {
    const box = element("input", { type: "checkbox", role: "switch", value: behaviour, checked: Boolean(on) });
    box.onchange = () => this.change(() => (on ? server.switchOff(on.id) : server.switchOn(this.fault(behaviour))));
    return element("li", {}, element("label", {},
      element("span", {}, plainName(behaviour), element("small", {}, sentence)), box));
  }

  fault(behaviour) {
    const times = Number(byId("fault-times").value);
    const fault = { provider: this.provider, operation: byId("fault-operation").value, behaviour };
    return times ? { ...fault, times } : fault;
  }

  chip({ id, provider, operation, behaviour, remaining }) {
    const where = operation === "*" ? PROVIDER_NAMES[provider] : `${PROVIDER_NAMES[provider]} ${operation}`;
    const left = remaining ? ` · ${remaining}×` : "";
    const off = () => this.change(() => server.switchOff(id));
    const label = `Switch off ${plainName(behaviour)}`;
    return element("span", { className: "chip" }, `${where}: ${behaviour.replaceAll("_", " ")}${left}`,
      element("button", { type: "button", onclick: off, "aria-label": label }, "✕"));
  }
}

const SERVICE_HUES = {
  "gateway-webhooks": 205, "flow-engine": 168, "payments-omari": 275, notifier: 32, omari: 300, whatsapp: 140,
};
const KNOWN_FIELDS = new Set([
  "service", "event", "type", "name", "at", "time", "n", "box", "peer", "path", "priority", "state", "finished_at", "attempts", "error",
]);
const shown = (value) => (typeof value === "string" && value.length > 44 ? `${value.slice(0, 41)}…` : String(value));

// A row of a service's outbox or inbox, in words.
function travels({ box, peer, path, state, attempts, error }) {
  if (!box) return [];
  const words = [box === "outbox" ? `→ ${path || peer || "everyone who listens"}` : `← ${peer || "outside"}`];
  if (state && state !== "done") words.push(state);
  if (attempts > 1) words.push(`try ${attempts}`);
  if (error) words.push(error);
  return words;
}

export class Timeline {
  constructor() {
    this.list = byId("timeline");
    this.last = "";
  }

  async refresh() {
    let rows;
    try {
      ({ rows } = await server.timeline());
      byId("live").classList.remove("off");
    } catch (error) {
      byId("live").classList.add("off");
      throw error;
    }
    const mark = JSON.stringify(rows);
    if (mark === this.last) return;
    this.last = mark;
    this.draw(rows);
  }

  draw(rows) {
    if (!rows.length) {
      this.list.replaceChildren(element("li", { className: "timeline-empty" },
        element("b", {}, "Quiet so far"), "Write “menu” on the phone, and follow it here from service to service."));
      return;
    }
    const atTop = this.list.scrollTop < 60;
    this.list.replaceChildren(...rows.toReversed().map((row) => this.row(row)));
    if (atTop) this.list.scrollTop = 0;
  }

  row(row) {
    const service = row.service || "service";
    const at = row.at || row.time;
    const rest = Object.entries(row).filter(([name, value]) => !KNOWN_FIELDS.has(name) && value !== null && value !== "" && typeof value !== "object");
    const line = element("div", { className: "line" }, element("span", { className: "service" }, service));
    if (at) line.append(element("time", { dateTime: at, title: at }, exactClock(at)));
    const event = element("span", { className: "event" }, row.event || row.type || row.name || "");
    const ids = [...travels(row), ...rest.map(([name, value]) => `${name} ${shown(value)}`)].join("  ·  ");
    return element("li", { hue: SERVICE_HUES[service] ?? hueOf(service) }, line, event,
      ...(ids ? [element("span", { className: "ids" }, ids)] : []));
  }
}
