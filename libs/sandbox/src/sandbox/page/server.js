// Everything the page asks of the sandbox.

async function ask(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(value.detail || `The sandbox answered ${answer.status}.`);
  return value;
}

const chat = (id) => `/api/chats/${encodeURIComponent(id)}/messages`;

export const server = {
  about: () => ask("GET", "/api/about"),
  chats: () => ask("GET", "/api/chats"),
  write: (id, message) => ask("POST", chat(id), message),
  async changes(id, version, wait, signal) {
    const answer = await fetch(`${chat(id)}?version=${version}&wait=${wait}`, { signal });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
    return answer.json();
  },
  sms: (number) => ask("GET", `/api/sms/${encodeURIComponent(number)}`),
  inboxes: () => ask("GET", "/api/sms"),
  faults: () => ask("GET", "/api/faults"),
  switchOn: (fault) => ask("POST", "/api/faults", fault),
  switchOff: (id) => ask("DELETE", id === undefined ? "/api/faults" : `/api/faults/${id}`),
  timeline: () => ask("GET", "/api/timeline"),
  tasks: () => ask("GET", "/api/tasks"),
  release: (id) => ask("POST", "/api/release", { id }),
};
