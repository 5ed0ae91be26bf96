import { say, type Word } from "../words";

/** What a job does, in words; its kind, where that is of another version. */
export function jobName(kind: string): string {
  const word = `job.${kind}`;
  const said = say(word as Word);
  return said === word ? kind : said;
}
