import assert from "node:assert/strict";
import { test } from "node:test";
import { messageOf, waitBefore } from "../web/shell/changes.ts";
import { beside, spanOf } from "../web/shell/span.ts";
import { held } from "../web/shell/held.ts";
import { refilled, waitFor } from "../web/shell/rests.ts";

test("the wait for the feed is the server's first, then doubles, and is never the same", () => {
  assert.equal(waitBefore(0, 1830), 1830);
  assert.equal(
    waitBefore(0, null, () => 1),
    1_000,
  );
  assert.equal(
    waitBefore(3, 1830, () => 0),
    4_000,
  );
  assert.equal(
    waitBefore(3, 1830, () => 1),
    8_000,
  );
  assert.equal(
    waitBefore(60, 1830, () => 1),
    30_000,
  );
});

test("what is no message of the feed is none", () => {
  assert.equal(messageOf("{"), null);
  assert.equal(messageOf('{"type":"changes"}'), null);
  assert.equal(messageOf(new ArrayBuffer(1)), null);
  assert.equal(messageOf('{"type":"alive","number":7}')?.number, 7);
});

test("of a list, what is near the window is drawn", () => {
  assert.deepEqual(spanOf(200, 50, 800, 50_000, 4), { start: 0, end: 17 });
  assert.deepEqual(spanOf(-5_000, 50, 800, 50_000, 4), { start: 96, end: 121 });
  assert.deepEqual(spanOf(-2_499_900, 50, 800, 50_000, 4), { start: 49_994, end: 50_000 });
  assert.deepEqual(spanOf(-9_999, 50, 800, 3, 4), { start: 3, end: 3 });
  assert.deepEqual(spanOf(0, 50, 800, 0, 4), { start: 0, end: 0 });
});

test("the row with the focus is found beyond the span, and only there", () => {
  const span = { start: 10, end: 20 };
  const is = (wanted) => (index) => index === wanted;
  assert.equal(beside(span, 100, is(3)), 3);
  assert.equal(beside(span, 100, is(99)), 99);
  assert.equal(beside(span, 100, is(20)), 20);
  assert.equal(beside(span, 100, is(15)), -1);
});

const row = (id, version = 1) => ({ id, version });
const idOf = ({ id }) => id;

test("rows stay under the reader: renewed in their places, and what is new waits", () => {
  const before = [row("c"), row("b"), row("a")];
  const { shown, newer } = held(before, [row("e"), row("c", 2), row("d"), row("a")], idOf);
  assert.deepEqual(shown, [row("c", 2), row("b"), row("a")]);
  assert.equal(newer, 2);
});

test("rows from beyond the end are added there", () => {
  const { shown, newer } = held([row("c"), row("b")], [row("d"), row("c"), row("b"), row("a")], idOf);
  assert.deepEqual(shown.map(idOf), ["c", "b", "a"]);
  assert.equal(newer, 1);
});

test("when nothing of what is shown is left, all that there is waits", () => {
  const { shown, newer } = held([row("a")], [row("y"), row("x")], idOf);
  assert.deepEqual(shown.map(idOf), ["a"]);
  assert.equal(newer, 2);
});

test("some readings need no rest, and in the long run there is one a gap", () => {
  const gap = 700;
  let reserve = { left: 4, at: 0 };
  const read = [];
  for (let now = 0; now < 14_000; now += 100) {
    reserve = refilled(reserve, now, gap, 4);
    if (waitFor(reserve, gap) > 0) continue;
    reserve.left--;
    read.push(now);
  }
  assert.deepEqual(read.slice(0, 4), [0, 100, 200, 300]);
  assert.ok(read.length <= 4 + 14_000 / gap, `${read.length}`);
  assert.ok(Math.max(...read.slice(1).map((at, i) => at - read[i])) <= gap);
});

test("one reading alone rests for the gap", () => {
  const reserve = { left: 0, at: 1_000 };
  assert.equal(waitFor(refilled(reserve, 1_000, 500, 1), 500), 500);
  assert.equal(waitFor(refilled(reserve, 1_200, 500, 1), 500), 300);
  assert.equal(waitFor(refilled(reserve, 9_000, 500, 1), 500), 0);
  assert.equal(refilled(reserve, 9_000, 500, 1).left, 1);
});
