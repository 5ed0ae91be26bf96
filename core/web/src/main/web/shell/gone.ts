import { say } from "../words";

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether it is an id: the API shows one where what it names has no name any more. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** A name, or that what it named is deleted. */
export function nameOrGone(text: string): string {
  return isId(text) ? say("gone") : text;
}
