import type { UserContact } from "../api/schema";
import { prefix } from "../shell/address";

/** Why this browser gets no push messages. */
export type Obstacle = "unsupported" | "insecure" | "homeScreen" | "denied";

/** The browser was asked and could not subscribe: it is offline, or has no push service. */
export class NotSubscribed extends Error {}

const WORKER = `${prefix}/sw.js`;

interface Policy {
  createScriptURL(url: string): string;
}
interface Policies {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

/** The only address that the content security policy lets become a script, whatever asks for one. */
function workerUrl(): string {
  const { trustedTypes } = window as { trustedTypes?: Policies };
  policy ??= trustedTypes?.createPolicy("service-worker", { createScriptURL: () => WORKER });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}

export function obstacle(): Obstacle | null {
  if (!window.isSecureContext) return "insecure";
  const isSupported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  // Safari on phones and tablets has push for what is on the home screen alone.
  if (!isSupported) return isOfApple() ? "homeScreen" : "unsupported";
  return Notification.permission === "denied" ? "denied" : null;
}

function isOfApple(): boolean {
  const agent = navigator.userAgent;
  return /iPhone|iPad/.test(agent) || (agent.includes("Mac OS") && navigator.maxTouchPoints > 1);
}

/** Whether the person allows notifications, asked as the answer to a press. */
export async function isAllowed(): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted";
}

/** Where this browser gets push messages; null if it gets none. */
export async function ownEndpoint(): Promise<string | null> {
  return (await subscription())?.endpoint ?? null;
}

async function subscription(): Promise<PushSubscription | null> {
  if (obstacle() !== null) return null;
  const there = await navigator.serviceWorker.getRegistration(`${prefix}/`);
  return (await there?.pushManager.getSubscription()) ?? null;
}

/** Subscribes this browser, and answers with the address of a contact. */
export async function subscribe(publicKey: string): Promise<string> {
  try {
    const { endpoint, keys } = (await subscribed(publicKey)).toJSON();
    return JSON.stringify({ endpoint, keys: { p256dh: keys?.["p256dh"], auth: keys?.["auth"] } });
  } catch {
    throw new NotSubscribed();
  }
}

async function subscribed(publicKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(workerUrl(), { scope: `${prefix}/` });
  const { pushManager } = await navigator.serviceWorker.ready;
  const how = { userVisibleOnly: true, applicationServerKey: bytes(publicKey) };
  try {
    return await pushManager.subscribe(how);
  } catch (failure) {
    // One that was made with an earlier key of the installation gets no messages any more.
    const before = await pushManager.getSubscription();
    if (before === null) throw failure;
    await before.unsubscribe();
    return pushManager.subscribe(how);
  }
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

/** Ends the subscription of this browser, if that is it. If it does not end, nothing is sent to it any more all the same. */
export async function unsubscribe(endpoint: string | null): Promise<void> {
  try {
    const own = await subscription();
    if (own !== null && own.endpoint === endpoint) await own.unsubscribe();
  } catch {
    // Its push service could not be told.
  }
}

/** Where the messages of a contact go that is a browser; null if it is none. */
export function endpointOf(contact: UserContact): string | null {
  if (contact.channel !== "browser") return null;
  try {
    return (JSON.parse(contact.address) as { endpoint: string }).endpoint;
  } catch {
    // Somebody who may not see the rest of the address.
    return contact.address;
  }
}

const BROWSERS = { Edg: "Edge", OPR: "Opera", Firefox: "Firefox", FxiOS: "Firefox", Chrome: "Chrome", CriOS: "Chrome" };
const SYSTEMS = { iPhone: "iPhone", iPad: "iPad", Android: "Android", Windows: "Windows", "Mac OS": "macOS" };

/** What people call the program that they look at, and the device that it runs on. */
export function device(): { browser: string; system: string } {
  const named = (names: Record<string, string>, other: string) =>
    Object.entries(names).find(([sign]) => navigator.userAgent.includes(sign))?.[1] ?? other;
  return { browser: named(BROWSERS, "Safari"), system: named(SYSTEMS, "Linux") };
}
