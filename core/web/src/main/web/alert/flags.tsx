import { say } from "../words";

/** What was odd about an alert that was accepted all the same, with the word that nobody knows. */
export function Flags({ flags, details }: { flags: string[]; details: Record<string, string> }) {
  if (flags.length === 0) return null;
  return (
    <ul class="list" aria-label={say("alert.flags")}>
      {flags.map((flag) => (
        <li key={flag}>
          {inWords(flag)}
          {wordOf(flag, details) !== "" && <> ({say("alert.flags.word", { word: wordOf(flag, details) })})</>}
        </li>
      ))}
    </ul>
  );
}

/** As a gateway writes them into the details of an alert. */
export function flagsOf(details: Record<string, string>): string[] {
  return (details["flags"] ?? "").split(",").filter((flag) => flag !== "");
}

function wordOf(flag: string, details: Record<string, string>): string {
  switch (flag) {
    case "unknown_severity":
      return details["severity_text"] ?? "";
    case "unknown_status":
      return details["status_text"] ?? "";
    default:
      return "";
  }
}

function inWords(flag: string): string {
  switch (flag) {
    case "truncated":
      return say("alert.flag.truncated");
    case "replaced_characters":
      return say("alert.flag.replaced_characters");
    case "unknown_status":
      return say("alert.flag.unknown_status");
    case "unknown_severity":
      return say("alert.flag.unknown_severity");
    case "unreadable_starts_at":
      return say("alert.flag.unreadable_starts_at");
    case "unreadable_ends_at":
      return say("alert.flag.unreadable_ends_at");
    case "ends_before_start":
      return say("alert.flag.ends_before_start");
    case "starts_in_future":
      return say("alert.flag.starts_in_future");
    case "clock_behind":
      return say("alert.flag.clock_behind");
    case "empty_label_name":
      return say("alert.flag.empty_label_name");
    case "odd_annotations":
      return say("alert.flag.odd_annotations");
    case "nameless":
      return say("alert.flag.nameless");
    case "weak_identity":
      return say("alert.flag.weak_identity");
    case "secret_withheld":
      return say("alert.flag.secret_withheld");
    case "weak_name":
      return say("alert.flag.weak_name");
    case "test":
      return say("alert.flag.test");
    default:
      return flag;
  }
}
