import assert from "node:assert/strict";
import { test } from "node:test";
import { drafted, idFrom, removedOf, writtenOf } from "../web/tasks/workflow-draft.ts";

const STORED = {
  statuses: [
    { id: "open", name: "Open", category: "todo" },
    { id: "review", name: "In review", category: "doing" },
    { id: "done", name: "Done", category: "done" },
  ],
  transitions: [
    { from: "open", to: "review", guards: ["owner_set"] },
    { from: "review", to: "done", guards: [] },
  ],
  moves: {},
};

test("what is not edited is written as it is stored", () => {
  assert.deepEqual(writtenOf(STORED, drafted(STORED), {}), STORED);
});

test("an id comes from a name, and is nobody else's", () => {
  assert.equal(idFrom("Prêt à livrer !", new Set()), "pret_a_livrer");
  assert.equal(idFrom("In review", new Set(["in_review"])), "in_review_2");
  assert.equal(idFrom("42", new Set()), "status");
  assert.match(idFrom("x".repeat(90), new Set()), /^x{37}$/);
});

test("a status that goes away takes its ways with it, and says where its tasks go", () => {
  const lines = drafted(STORED).filter(({ id }) => id !== "review");
  assert.deepEqual(
    removedOf(STORED, lines).map(({ id }) => id),
    ["review"],
  );
  const again = { key: "new 0", id: null, name: "Review", category: "doing", ways: { done: ["permission"] } };
  const written = writtenOf(STORED, [...lines, again], { review: "new 0" });
  assert.deepEqual(written.transitions, [{ from: "review_2", to: "done", guards: ["permission"] }]);
  assert.deepEqual(written.moves, { review: "review_2" });
  assert.deepEqual(writtenOf(STORED, lines, {}).moves, {});
});
