import type { Warning } from "../api/schema";
import { minutesOf } from "../policies/minutes";
import { say, type Word } from "../words";
import { channelName } from "./channels";
import { plain } from "./plain";

/** Those that the catalogue has words for. */
const KNOWN: ReadonlySet<string> = new Set([
  "many_steps",
  "late_start",
  "only_by_name",
  "default_without_effect",
  "no_provider",
  "cannot_be_called",
  "finds_nobody",
  "tells_nobody",
  "no_such_provider",
  "cannot_be_sent_to",
  "no_notifier",
  "no_sender",
  "some_notifiers",
]);

/** What the server warns of, in the reader's language. What a newer server warns of is said in its own words. */
export function warned(warning: Warning): string {
  const step = /^\/steps\/(\d+)(?=\/)/.exec(warning.pointer ?? "")?.[1];
  const text = said(warning);
  return step === undefined ? text : say("warning.step", { step: Number(step) + 1, text });
}

function said({ kind, detail, values = {} }: Warning): string {
  if (!KNOWN.has(kind)) return plain(detail);
  const { after, channel, obstacle } = values;
  const text = say(`warning.${kind}` as Word, {
    ...values,
    ...(after !== undefined && { minutes: minutesOf(after) }),
    ...(channel !== undefined && { channel: channelName(channel) }),
  });
  return obstacle === undefined ? text : `${text} ${say(`reach.${obstacle}` as Word)}`;
}
