import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const ORIGIN = "https://imas.example";
const SCOPE = `${ORIGIN}/imas/`;
const listeners = {};
let shown, opened, focused, posted, windows, answer;

globalThis.self = {
  location: { origin: ORIGIN },
  addEventListener: (type, listener) => (listeners[type] = listener),
  skipWaiting: () => Promise.resolve(),
  registration: { scope: SCOPE, showNotification: async (title, options) => shown.push({ title, ...options }) },
  clients: { matchAll: async () => windows, openWindow: async (url) => opened.push(url) },
};
globalThis.fetch = async (url, request) => {
  posted.push({ url, ...request });
  if (answer === null) throw new TypeError("no network");
  return { ok: answer };
};
await import("../web/sw.ts");

const PAGE = {
  id: "7",
  title: "SEV1 INC-7F3KX Cellar under water",
  body: "Service: ledger",
  tag: "0198",
  urgent: true,
  url: "/imas/a/t0ken",
  actions: [
    { title: "Acknowledge", url: "/imas/a/t0ken", form: "action=acknowledge" },
    { title: "Incident", url: "/imas/incidents/INC-7F3KX" },
  ],
};

beforeEach(() => {
  [shown, opened, focused, posted, windows, answer] = [[], [], [], [], [], true];
});

async function happens(type, event) {
  let work;
  listeners[type]({ ...event, waitUntil: (promise) => (work = promise) });
  await work;
}

const pushed = (data) => happens("push", { data: { json: () => data } });

async function pressed(action, data = PAGE) {
  let closed = false;
  await happens("notificationclick", { action, notification: { data, close: () => (closed = true) } });
  assert.equal(closed, true);
}

test("a page is shown, rings again and stays", async () => {
  await pushed(PAGE);
  const [one] = shown;
  assert.equal(one.title, PAGE.title);
  assert.equal(one.body, PAGE.body);
  assert.equal(one.tag, PAGE.tag);
  assert.equal(one.renotify, true);
  assert.equal(one.requireInteraction, true);
  assert.ok(one.icon.startsWith(`${SCOPE}assets/`));
  assert.deepEqual(one.actions, [
    { action: "0", title: "Acknowledge" },
    { action: "1", title: "Incident" },
  ]);
});

test("an update makes no sound", async () => {
  await pushed({ ...PAGE, urgent: false, actions: [] });
  assert.equal(shown[0].renotify, false);
  assert.equal(shown[0].requireInteraction, false);
});

test("a press opens the link, and a second one the same window", async () => {
  await pressed("");
  assert.deepEqual(opened, [`${ORIGIN}/imas/a/t0ken`]);
  windows = [{ url: `${ORIGIN}/imas/a/t0ken`, focus: async () => focused.push("it") }];
  await pressed("");
  assert.deepEqual([opened.length, focused.length], [1, 1]);
});

test("the button acknowledges without a page, and sends no cookies", async () => {
  await pressed("0");
  assert.deepEqual(opened, []);
  const [{ url, method, body, credentials }] = posted;
  assert.deepEqual(
    { url, method, body, credentials },
    { url: `${ORIGIN}/imas/a/t0ken`, method: "POST", body: "action=acknowledge", credentials: "omit" },
  );
});

test("what was not acknowledged is opened", async () => {
  for (answer of [false, null]) await pressed("0");
  assert.deepEqual(opened, [`${ORIGIN}/imas/a/t0ken`, `${ORIGIN}/imas/a/t0ken`]);
});

test("the other button opens the incident", async () => {
  await pressed("1");
  assert.deepEqual([posted, opened], [[], [`${ORIGIN}/imas/incidents/INC-7F3KX`]]);
});

test("no message leads elsewhere", async () => {
  for (const url of ["", "//evil.example/imas/", "https://evil.example/", "/other/"]) await pressed("", { ...PAGE, url });
  assert.deepEqual(opened, [SCOPE, SCOPE, SCOPE, SCOPE]);
});
