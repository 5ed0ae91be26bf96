import assert from "node:assert/strict";
import { test } from "node:test";
import { canEscalate, newestOf, stepOf } from "../web/incident/newest.ts";

const running = { run: 2, awaits_last_answer: false, next: { round: 1, step: 3, due_at: "", pages: [] } };

test("the newest run counts, and without one whoever wanted that nobody is paged", () => {
  const unpaged = { by: "ada", at: "2026-03-02T03:00:00Z" };
  assert.equal(newestOf({ runs: [running], labels: {}, unpaged }), running);
  assert.equal(newestOf({ runs: [], labels: {}, unpaged }), unpaged);
  assert.equal(newestOf({ runs: [], labels: {}, unpaged: { ...unpaged, ended_by: "bob" } }), "none");
  assert.equal(newestOf({ runs: [], labels: {} }), "none");
});

test("what pages nobody so far can begin to, and what is at its end cannot go on", () => {
  assert.equal(canEscalate("none"), false);
  assert.equal(canEscalate({ by: "ada", at: "" }), true);
  assert.equal(canEscalate(running), true);
  assert.equal(canEscalate({ run: 1, awaits_last_answer: true }), true);
  assert.equal(canEscalate({ run: 1, awaits_last_answer: false }), false);
  assert.deepEqual(stepOf(running), { round: 1, step: 3 });
  assert.deepEqual(stepOf({ by: "ada", at: "" }), {});
  assert.deepEqual(stepOf("none"), {});
});
