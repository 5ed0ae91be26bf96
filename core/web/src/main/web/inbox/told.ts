/** Tells the other tabs of this browser that something was read: the feed does not tell that. */
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("imas.inbox");
const listeners = new Set<() => void>();
channel?.addEventListener("message", () => listeners.forEach((one) => one()));

/** Says that something was marked, to the bell of this tab and to other tabs. */
export function tellRead(): void {
  listeners.forEach((one) => one());
  channel?.postMessage(null);
}

/** Is told when something was marked; call what it returns to stop that. */
export function onRead(then: () => void): () => void {
  listeners.add(then);
  return () => void listeners.delete(then);
}
