import assert from "node:assert/strict";
import { test } from "node:test";
import { positionOf } from "../web/rules/position.ts";
import { isWeb } from "../web/services/link.ts";
import { instantOf } from "../web/shell/day.ts";
import { diff } from "../web/shell/diff.ts";
import { faultsOf, fieldsOf, valuesOf } from "../web/shell/schema.ts";
import { missing } from "../web/trust/sums.ts";

const text = `[
  {"name": "a, b: }", "matchers": ["x=\\"1\\"", "y"]},
  {"name": "c",
   "service": "nowhere", "with/slash": 1}
]`;

test("a pointer has its line and column", () => {
  assert.deepEqual(positionOf(text, ""), { line: 1, column: 1 });
  assert.deepEqual(positionOf(text, "/0/matchers/1"), { line: 2, column: 47 });
  assert.deepEqual(positionOf(text, "/1/service"), { line: 4, column: 15 });
  assert.deepEqual(positionOf(text, "/1/with~1slash"), { line: 4, column: 40 });
});

test("what is not there is where it should be", () => {
  assert.deepEqual(positionOf(text, "/1/severity"), positionOf(text, "/1"));
  assert.deepEqual(positionOf(text, "/7"), { line: 1, column: 1 });
  assert.deepEqual(positionOf("", "/0/name"), { line: 1, column: 1 });
});

const changed = (before, after) => diff(before, after).map(({ kind, text: line }) => `${kind} ${line}`);

test("a comparison has the fewest lines", () => {
  assert.deepEqual(changed("a\nb\nc", "a\nc"), ["same a", "gone b", "same c"]);
  assert.deepEqual(changed("a\nb", "a\nx\nb"), ["same a", "new x", "same b"]);
  assert.deepEqual(changed("a\nb\nc", "a\nd\nc"), ["same a", "gone b", "new d", "same c"]);
  assert.deepEqual(changed("a", "a"), ["same a"]);
});

test("both sides of a comparison are whole, whatever is compared", () => {
  let seed = 7;
  const next = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    const lines = () => Array.from({ length: 1 + next(8) }, () => "abc"[next(3)]).join("\n");
    const [before, after] = [lines(), lines()];
    const all = diff(before, after);
    const side = (not) =>
      all
        .filter(({ kind }) => kind !== not)
        .map((line) => line.text)
        .join("\n");
    assert.equal(side("new"), before);
    assert.equal(side("gone"), after);
  }
});

const schema = {
  properties: {
    name: { type: "string" },
    config: {
      properties: {
        token: { type: "string", writeOnly: true },
        servers: { type: "array" },
        port: { type: "integer" },
        quiet: { type: "boolean" },
        note: { type: ["string", "null"] },
      },
      required: ["token"],
    },
  },
  required: ["name"],
};

test("what is typed becomes what the schema says", () => {
  const typed = new Map([
    ["name", " a "],
    ["config/token", ""],
    ["config/servers", "one\n two \n\n"],
    ["config/port", "80"],
    ["config/note", ""],
  ]);
  const config = { servers: ["one", "two"], port: 80, quiet: false, note: null };
  assert.deepEqual(valuesOf(schema, typed), { name: "a", config });
  assert.deepEqual(valuesOf(schema, typed, { config: { token: "••••1234" } }), {
    name: "a",
    config: { ...config, token: "••••1234" },
  });
  assert.equal(valuesOf(schema, new Map([["config/token", "new"]]), { config: { token: "••••" } }).config.token, "new");
});

test("a fault is at its field, and what has none is not lost", () => {
  assert.deepEqual(
    fieldsOf(schema)
      .filter(({ isRequired }) => isRequired)
      .map(({ path }) => path),
    ["name", "config/token"],
  );
  const faults = faultsOf(schema, { "/config/servers/1": ["one"], "/config/servers/2": ["two"], "/type": ["three"] });
  assert.deepEqual(
    [...faults],
    [
      ["config/servers", "One Two"],
      ["", "Three"],
    ],
  );
});

test("a day is one of UTC, and what is none is left to the server", () => {
  assert.equal(instantOf("2026-02-28", false), "2026-02-28T00:00:00.000Z");
  assert.equal(instantOf("2026-02-28", true), "2026-03-01T00:00:00.000Z");
  assert.equal(instantOf("yesterday", false), "yesterday");
});

test("what is accepted and became nothing is missing", () => {
  const sums = { opened: 1, deduplicated: 2, resolved: 3, reopened: 4, suppressed: 5, stale: 6, dead_lettered: 7, dropped: 8, change: 9, action: 10 };
  assert.equal(missing({ ...sums, accepted: 55 }), 0);
  assert.equal(missing({ ...sums, accepted: 57 }), 2);
});

test("only addresses of the web become links", () => {
  assert.ok(isWeb("https://wiki.example.org/a"));
  for (const one of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", " https://a"]) {
    assert.ok(!isWeb(one), one);
  }
});
