import assert from "node:assert/strict";
import { test } from "node:test";
import { keyed, keyOf, textOf, treeOf } from "../web/fields/lines.ts";
import { localOf, othersIn, valuesIn } from "../web/fields/values.ts";

test("a line is a key and a label, or a label of which the key is made", () => {
  assert.deepEqual(keyed("eu: Europe"), { key: "eu", label: "Europe" });
  assert.deepEqual(keyed("  Réseau privé "), { key: "reseau-prive", label: "Réseau privé" });
  assert.deepEqual(keyed("Note: it depends"), { key: "note-it-depends", label: "Note: it depends" });
  assert.equal(keyOf("x".repeat(39) + " y"), "x".repeat(39));
});

test("causes are a text of two levels, and come back as they were", () => {
  const text = "network: Network\n- dns: DNS\n- bgp: Routing\nchange: A change";
  const tree = treeOf(text);
  assert.deepEqual(
    tree.map(({ key, causes }) => [key, causes.map((one) => one.key)]),
    [
      ["network", ["dns", "bgp"]],
      ["change", []],
    ],
  );
  assert.equal(textOf(tree), text);
  assert.deepEqual(treeOf("\n- alone\n"), [{ key: "alone", label: "alone", causes: [] }]);
});

const FIELD = { label: "", description: "", required_at: "none", options: [] };
const FIELDS = [
  { ...FIELD, key: "hit", type: "number" },
  { ...FIELD, key: "vip", type: "boolean" },
  { ...FIELD, key: "plans", type: "multi_select", options: [{ id: "free" }, { id: "pro" }] },
  { ...FIELD, key: "note", type: "text" },
];

test("an empty field is left out, and takes away what is stored", () => {
  const values = { "field:hit": "12", "field:vip": "false", "field:plans:pro": "on", message: "done" };
  assert.deepEqual(valuesIn(FIELDS, values), { hit: 12, vip: false, plans: ["pro"] });
  assert.deepEqual(valuesIn(FIELDS, {}, [{ key: "note", value: "old", text: "old" }]), { note: null });
  assert.deepEqual(othersIn(values), { message: "done" });
});

test("an instant is shown to the minute in the reader's zone", () => {
  const at = "2026-01-02T03:04:59Z";
  assert.equal(new Date(localOf(at)).toISOString(), "2026-01-02T03:04:00.000Z");
});
