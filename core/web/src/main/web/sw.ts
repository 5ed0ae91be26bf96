/**
 * The service worker of the dashboard: shows push messages, and opens what they lead to. It keeps nothing and answers no
 * request of a page. The notifier writes what it reads (PushText).
 */
interface Pushed {
  title: string;
  body: string;
  /** Of the incident: a later message takes the place of the one before. */
  tag: string;
  /** It calls somebody, and so stays until somebody looks. */
  urgent: boolean;
  url: string;
  actions: Action[];
}

interface Action {
  title: string;
  url: string;
  /** It is posted there without a page. */
  form?: string;
}

/** What there is in a worker. The compiler knows pages alone. */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Push extends Waiting {
  data: { json(): unknown } | null;
}
interface Press extends Waiting {
  notification: Notification;
  action: string;
}
interface Window {
  url: string;
  focus(): Promise<unknown>;
}
interface Worker extends EventTarget {
  registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  clients: { matchAll(which: object): Promise<Window[]>; openWindow(url: string): Promise<unknown> };
}

const worker = self as unknown as Worker;

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("push", (event) => {
  const push = event as Push;
  push.waitUntil(show(push.data?.json() as Pushed));
});

worker.addEventListener("notificationclick", (event) => {
  const press = event as Press;
  press.notification.close();
  press.waitUntil(follow(press.notification.data as Pushed, press.action));
});

async function show(pushed: Pushed): Promise<void> {
  const options = {
    body: pushed.body,
    tag: pushed.tag,
    renotify: pushed.urgent,
    requireInteraction: pushed.urgent,
    icon: ours("assets/touch.png", worker.registration.scope),
    data: pushed,
    actions: pushed.actions.map(({ title }, at) => ({ action: String(at), title })),
  };
  await worker.registration.showNotification(pushed.title, options);
}

/** A form that fails is shown as a page, so that nobody takes an incident for acknowledged that is not. */
async function follow(pushed: Pushed, action: string): Promise<void> {
  const pressed = action === "" ? pushed : pushed.actions[Number(action)];
  const url = ours(pressed?.url ?? "");
  if (pressed !== undefined && "form" in pressed && (await isPosted(url, pressed.form ?? ""))) return;
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((one) => one.url === url);
  await (there === undefined ? worker.clients.openWindow(url) : there.focus());
}

async function isPosted(url: string, form: string): Promise<boolean> {
  try {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return (await fetch(url, { method: "POST", headers, body: form, credentials: "omit" })).ok;
  } catch {
    return false;
  }
}

/** An address of the dashboard; its first page in place of any other. */
function ours(path: string, base: string = self.location.origin): string {
  const home = worker.registration.scope;
  const url = path === "" ? home : new URL(path, base).href;
  return url.startsWith(home) ? url : home;
}

export {};
