// The conversation on the customer's phone.

import { byId, clock, dayName, element, icon, ticks, written } from "/page/parts.js";

const STATUS_WORDS = {
  accepted: "Accepted by WhatsApp", sent: "Sent", delivered: "Delivered", read: "Read", failed: "Failed",
};
const WIDE = new Set(["button", "list", "cta_url", "flow", "template"]);

export class Thread {
  // `press(option)` is called with the id of a pressed button; `open(message)` opens a list.
  constructor(press, open) {
    this.press = press;
    this.open = open;
    this.box = byId("thread");
    this.clear();
  }

  clear() {
    this.messages = new Map();
    this.nodes = new Map();
    this.box.replaceChildren(
      element("div", { className: "notice" }, "A practice phone. What you write goes to the real services; the money, the SMS and WhatsApp are stand-ins."),
    );
    this.last = null;
    this.setTyping(false);
  }

  get isEmpty() { return this.messages.size === 0; }

  show(messages) {
    const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 120;
    for (const message of messages) {
      this.messages.set(message.n, message);
      if (message.type === "reaction" && this.react(message)) continue;
      const known = this.nodes.get(message.n);
      if (known) this.refresh(known, message);
      else this.append(message);
    }
    if (atEnd && messages.length) this.box.scrollTop = this.box.scrollHeight;
  }

  append(message) {
    this.separate(message);
    const node = this.node(message);
    this.nodes.set(message.n, node);
    this.box.insertBefore(node, this.dots && this.dots.isConnected ? this.dots : null);
    this.last = message;
  }

  separate(message) {
    const day = dayName(message.at);
    if (!this.last || dayName(this.last.at) !== day) {
      this.box.append(element("div", { className: "day" }, day));
    }
  }

  node(message) {
    const turn = !this.last || this.last.direction !== message.direction ? " turn" : "";
    const wide = message.direction === "out" && WIDE.has(message.kind) ? " wide" : "";
    const node = element("div", { className: `message ${message.direction}${turn}${wide}` });
    node.dataset.n = message.n;
    node.append(this.bubble(message));
    const choices = this.choices(message);
    if (choices) node.append(choices);
    return node;
  }

  bubble(message) {
    const bubble = element("div", { className: "bubble" });
    if (message.header) bubble.append(element("span", { className: "head" }, written(message.header)));
    bubble.append(written(message.text));
    if (message.footer) bubble.append(element("span", { className: "foot" }, written(message.footer), this.meta(message)));
    else bubble.append(this.meta(message));
    return bubble;
  }

  meta(message) {
    const reader = message.direction === "in" ? "" : "The business sees: ";
    const label = reader + (STATUS_WORDS[message.status] || message.status);
    return element("span", { className: "meta", title: label },
      element("time", { dateTime: message.at }, clock(message.at)),
      ticks(message.status), element("span", { hidden: true }, label));
  }

  choices(message) {
    if (message.direction !== "out") return null;
    const box = element("div", { className: "choices" });
    for (const { id, title } of message.buttons) {
      box.append(element("button", { type: "button", onclick: () => this.press(id) }, icon("reply"), title));
    }
    if (message.rows.length) {
      box.append(element("button", { type: "button", onclick: () => this.open(message) }, icon("list"), message.list_button));
    }
    if (message.url) {
      box.append(element("a", { href: message.url, target: "_blank", rel: "noopener noreferrer" }, icon("link"), message.url_title));
    }
    return box.children.length ? box : null;
  }

  refresh(node, message) {
    node.querySelector(".meta").replaceWith(this.meta(message));
  }

  react(message) {
    const target = [...this.messages.values()].find((one) => one.wamid === message.reaction_to);
    const bubble = target && this.nodes.get(target.n)?.querySelector(".bubble");
    if (!bubble) return false;
    bubble.querySelector(".reaction")?.remove();
    if (message.text) bubble.append(element("span", { className: "reaction" }, message.text));
    return true;
  }

  setTyping(isTyping) {
    byId("presence").textContent = isTyping ? "typing…" : "business account";
    this.dots?.remove();
    if (!isTyping) return;
    this.dots = element("div", { className: "typing" }, element("i"), element("i"), element("i"));
    this.box.append(this.dots);
    this.box.scrollTop = this.box.scrollHeight;
  }
}

// The sheet that a list opens.
export class Sheet {
  constructor(press) {
    this.box = byId("sheet");
    this.send = byId("sheet-send");
    this.send.onclick = () => {
      const chosen = this.box.querySelector("input:checked");
      this.close();
      if (chosen) press(chosen.value);
    };
    byId("sheet-close").onclick = () => this.close();
    this.box.onclick = (event) => { if (event.target === this.box) this.close(); };
    this.box.onkeydown = (event) => { if (event.key === "Escape") this.close(); };
  }

  open(message) {
    this.opener = document.activeElement;
    byId("sheet-title").textContent = message.list_button;
    this.send.disabled = true;
    const rows = byId("sheet-rows");
    rows.replaceChildren();
    let section = "";
    for (const row of message.rows) {
      if (row.section && row.section !== section) rows.append(element("h3", {}, row.section));
      section = row.section || section;
      rows.append(this.row(row));
    }
    this.box.hidden = false;
    rows.querySelector("input")?.focus({ focusVisible: false });
  }

  row({ id, title, description }) {
    const words = element("span", {}, title);
    if (description) words.append(element("small", {}, description));
    const choice = element("input", { type: "radio", name: "row", value: id });
    choice.onchange = () => { this.send.disabled = false; };
    return element("label", {}, words, choice);
  }

  close() {
    this.box.hidden = true;
    this.opener?.focus?.();
  }
}
