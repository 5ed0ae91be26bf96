import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, unfinished } from "../web/search/older.ts";

const of = (kind, titles, older = null, more = false) => ({
  kind,
  items: titles.map((title) => ({ id: title, title })),
  total: titles.length,
  more,
  complete: older === null,
  older,
});
const found = (...kinds) => ({ kinds, total: kinds.reduce((sum, one) => sum + one.total, 0) });

test("a search goes on where texts are left and fewer are shown than could be", () => {
  assert.equal(unfinished(found(of("INCIDENT", ["a"]), of("SERVICE", [])), 10), null);
  assert.deepEqual(unfinished(found(of("INCIDENT", ["a"]), of("ALERT", [], "7.1")), 10), { kind: "ALERT", older: "7.1" });
  assert.equal(unfinished(found(of("INCIDENT", ["a", "b"], "7.1")), 2), null);
});

test("older ones come behind, and what the last answer says of the rest counts", () => {
  const first = found(of("INCIDENT", ["a"], "7.1"), of("ALERT", ["x"]));
  const both = joined(first, found(of("INCIDENT", ["b", "c"], "5.1", true)), 2);
  assert.deepEqual(
    both.kinds[0].items.map((item) => item.title),
    ["a", "b"],
  );
  assert.equal(both.kinds[0].total, 3);
  assert.equal(both.kinds[0].older, "5.1");
  assert.ok(both.kinds[0].more);
  assert.equal(both.kinds[1], first.kinds[1]);
  assert.equal(both.total, 4);
  assert.equal(joined(first, found(of("INCIDENT", [])), 2).kinds[0].complete, true);
});
