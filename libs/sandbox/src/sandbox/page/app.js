// Puts the page together: who is writing, what they write, and what is shown where.

import { Faults, Inbox, Timeline } from "/page/panels.js";
import { byId, clock, element, hueOf, initials, repeat, toast } from "/page/parts.js";
import { server } from "/page/server.js";
import { Sheet, Thread } from "/page/thread.js";

const STARTERS = [
  { id: "263771230045", name: "Tendai Moyo" },
  { id: "263782220099", name: "Rudo Ncube" },
  { id: "ZW.60218437719530264811", name: "Farai Dube" },
];
const HINTS = ["Hi", "menu", "book a tour"];
const PERSON_KEY = "mari.person";

const people = [...STARTERS];
let person = people[0];
let version = 0;
let polling = new AbortController();
let openTask = null;

const write = async (message) => {
  try {
    await server.write(person.id, { ...message, name: person.name });
  } catch (error) {
    toast(error.message);
  }
};
const sheet = new Sheet((id) => write({ reply_id: id }));
const thread = new Thread((id) => write({ reply_id: id }), (message) => sheet.open(message));
const inbox = new Inbox((code) => { showTab("chat"); byId("draft").value = code; byId("draft").focus(); }, isSmsShown);
const faults = new Faults();
const timeline = new Timeline();

function isSmsShown() {
  return getComputedStyle(byId("sms-thread")).display !== "none" && byId("sms-thread").offsetParent !== null;
}

// The customers

function numberWords({ id }) {
  return /^\d+$/.test(id) ? `+${id.slice(0, 3)} ${id.slice(3, 5)} ${id.slice(5, 8)} ${id.slice(8)}` : "no phone number";
}

function drawPeople() {
  byId("people").replaceChildren(...people.map((one) => element("button", {
    type: "button", className: "person", "aria-pressed": String(one.id === person.id), onclick: () => choose(one),
  },
  element("span", { className: "face", hue: hueOf(one.name), "aria-hidden": "true" }, initials(one.name)),
  element("span", {}, element("b", {}, one.name), element("small", {}, numberWords(one))))),
  element("button", { type: "button", className: "person add", onclick: addPerson }, "+ New"));
}

function addPerson() {
  const digits = crypto.getRandomValues(new Uint32Array(1))[0] % 10_000_000;
  const names = ["Chipo Sibanda", "Tatenda Mlambo", "Nyasha Chikore", "Sipho Ndlovu", "Ruvimbo Gumbo", "Kudzai Marufu"];
  const fresh = { id: `26377${String(digits).padStart(7, "0")}`, name: names[people.length % names.length] };
  people.push(fresh);
  choose(fresh);
}

function choose(one) {
  person = one;
  version = 0;
  localStorage.setItem(PERSON_KEY, one.id);
  polling.abort();
  thread.clear();
  drawPeople();
  drawHints();
  byId("people").querySelector('[aria-pressed="true"]')?.scrollIntoView({ inline: "nearest", block: "nearest" });
  inbox.follow(/^\d+$/.test(one.id) ? one.id : "");
  showTask(null);
}

// The conversation

function drawHints() {
  const hints = thread.isEmpty ? HINTS : [];
  byId("hints").replaceChildren(...hints.map((text) =>
    element("button", { type: "button", onclick: () => write({ text }) }, text)));
}

async function follow() {
  const who = person;
  polling = new AbortController();
  try {
    const found = await server.changes(who.id, version, 20, polling.signal);
    if (who !== person) return;
    const isFirst = version === 0;
    version = Math.max(version, found.version);
    thread.show(found.messages);
    thread.setTyping(found.typing);
    if (isFirst) byId("thread").scrollTop = byId("thread").scrollHeight;
    drawHints();
    if (found.typing && !found.messages.length) await new Promise((done) => setTimeout(done, 500));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

byId("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = byId("draft").value.trim();
  if (!text) return;
  byId("draft").value = "";
  grow();
  write({ text });
};
byId("draft").onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("composer").requestSubmit();
};
function grow() {
  const field = byId("draft");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
}
byId("draft").oninput = grow;

// A person was asked for

function mutesTheBot(task) {
  return task.status === "open" && (task.kind ?? "person") === "person";
}

function isAbout({ customer }, id) {
  return [customer?.wa_id, customer?.user_id].includes(id);
}

function showTask(task) {
  const box = byId("thread");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  openTask = task;
  byId("handover").hidden = !task;
  if (atEnd) box.scrollTop = box.scrollHeight;
}

async function watchTasks() {
  const { tasks } = await server.tasks();
  showTask(tasks.find((task) => mutesTheBot(task) && isAbout(task, person.id)) ?? null);
}

byId("release").onclick = async () => {
  try {
    await server.release(String(openTask.id));
    showTask(null);
  } catch (error) {
    toast(error.message);
  }
};

// Panels on a narrow screen

function showTab(name) {
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    button.setAttribute("aria-current", String(button.dataset.tab === name));
  }
  inbox.refresh().catch(() => undefined);
}
for (const button of document.querySelectorAll(".tabs button")) {
  button.onclick = () => showTab(button.dataset.tab);
}

async function start() {
  const [about, { chats }] = await Promise.all([server.about(), server.chats()]);
  byId("merchant-name").textContent = about.merchant_name;
  byId("merchant-avatar").textContent = initials(about.merchant_name);
  for (const { chat_id: id, name } of chats) {
    const known = people.find((one) => one.id === id);
    if (known) known.name = name;
    else if (people.length < 12) people.push({ id, name });
  }
  choose(people.find((one) => one.id === localStorage.getItem(PERSON_KEY)) ?? people[0]);
  showTab("chat");
  const tick = () => { for (const one of document.querySelectorAll("[data-clock]")) one.textContent = clock(Date.now()); };
  tick();
  setInterval(tick, 5000);
  repeat(follow, 10);
  repeat(() => inbox.refresh(), 1000);
  repeat(() => faults.refresh(), 1500);
  repeat(() => timeline.refresh(), 1000);
  repeat(watchTasks, 2000);
}

start().catch((error) => toast(error.message));
